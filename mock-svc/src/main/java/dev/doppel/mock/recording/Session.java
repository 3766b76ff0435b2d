package dev.doppel.mock.recording;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recordings that belong together: a folder {@code NAME-TIMESTAMP}. Immutable.
 *
 * @param id the folder's name
 * @param began to the second
 */
public record Session(String id, String name, Instant began) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern ID =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,63})-([0-9]{8}-[0-9]{6})(?:\\.[0-9]{1,4})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    /** What a session is called that nobody named. */
    static final String UNNAMED = "session";

    /**
     * One that begins.
     *
     * @param number 1, or more when others of that name began in the same second
     * @throws Refused when the name is not usable as part of a folder's
     */
    static Session begin(String name, Instant now, int number) {
        if (!NAME.matcher(name).matches()) {
            throw Refused.unusable("a session's name has 1 to 64 letters, digits, dots, - and _, and begins with a"
                    + " letter or digit; it is not '" + name.substring(0, Math.min(80, name.length())) + "'");
        }
        return new Session(name + "-" + STAMP.format(now) + (number > 1 ? "." + number : ""), name, now);
    }

    /** The session of a folder; null when it is none. */
    static @Nullable Session of(String folder) {
        Matcher m = ID.matcher(folder);
        if (!m.matches()) {
            return null;
        }
        try {
            return new Session(folder, m.group(1), Instant.from(STAMP.parse(m.group(2))));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
