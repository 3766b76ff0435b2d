package dev.doppel.twin.record;

import org.jspecify.annotations.Nullable;

/**
 * Which recordings are meant; a member that is null lets all pass. Immutable.
 *
 * @param method of the request, whatever its case
 * @param status a status such as {@code 404}, or a class such as {@code 4xx}
 * @param host pattern
 * @param path pattern
 */
public record RecordingQuery(
        @Nullable String method,
        @Nullable String status,
        @Nullable String host,
        @Nullable String path) {
    /** All of them. */
    public static final RecordingQuery ALL = new RecordingQuery(null, null, null, null);

    public RecordingQuery {
        if (status != null && !status.matches("[1-5]([0-9]{2}|[xX]{2})")) {
            throw new IllegalArgumentException("status is one such as 404 or a class such as 4xx, not " + status);
        }
    }

    /** Whether a recording with these is meant. */
    public boolean matches(String itsMethod, int itsStatus, String itsHost, String itsPath) {
        return (method == null || method.equalsIgnoreCase(itsMethod))
                && (status == null || status(status, itsStatus))
                && (host == null || Globs.matches(host, itsHost))
                && (path == null || Globs.matches(path, itsPath));
    }

    private static boolean status(String wanted, int status) {
        return wanted.substring(1).equalsIgnoreCase("xx")
                ? wanted.charAt(0) - '0' == status / 100
                : wanted.equals(Integer.toString(status));
    }
}
