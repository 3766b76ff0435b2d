package dev.doppel.mock.recording;

/** Something about the proxy or its recordings that cannot be done; the message is for the user. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    private Refused(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refused unusable(String message) {
        return new Refused(400, "invalid_request", message);
    }

    static Refused missing(String message) {
        return new Refused(404, "not_found", message);
    }

    static Refused inTheWay(String message) {
        return new Refused(409, "conflict", message);
    }

    static Refused tooMuch(String message) {
        return new Refused(413, "too_large", message);
    }

    static Refused broken(String message) {
        return new Refused(500, "storage_failed", message);
    }

    /** As an HTTP status. */
    public int status() {
        return status;
    }

    /** One word for programs. */
    public String code() {
        return code;
    }
}
