package dev.doppel.runner.document;

import java.util.Locale;
import java.util.Optional;

/** The keys of the root document that grow while a step is being decided (spec 7.2). */
public enum Observed {
    TRAFFIC("traffic", true, false),
    ALL_TRAFFIC("allTraffic", true, false),
    BOOT_TRAFFIC("bootTraffic", true, false),
    CONSOLE_LOGS("consoleLogs", false, true),
    ALL_CONSOLE_LOGS("allConsoleLogs", false, true),
    TIMELINE("timeline", true, true),
    DB_LOGS("dbLogs", true, false),
    ALL_DB_LOGS("allDbLogs", true, false),
    MESSAGE_LOGS("messageLogs", true, false),
    ALL_MESSAGE_LOGS("allMessageLogs", true, false);

    private final String key;
    private final boolean interception;
    private final boolean console;

    Observed(String key, boolean interception, boolean console) {
        this.key = key;
        this.interception = interception;
        this.console = console;
    }

    /** Name in the root document. */
    public String key() {
        return key;
    }

    /** Whether mock-svc's records fill it. */
    public boolean interception() {
        return interception;
    }

    /** Whether console lines fill it. */
    public boolean console() {
        return console;
    }

    /** Whether nothing records it yet: database and broker taps come later. */
    public boolean unrecorded() {
        return switch (this) {
            case DB_LOGS, ALL_DB_LOGS, MESSAGE_LOGS, ALL_MESSAGE_LOGS -> true;
            case TRAFFIC, ALL_TRAFFIC, BOOT_TRAFFIC, CONSOLE_LOGS, ALL_CONSOLE_LOGS, TIMELINE -> false;
        };
    }

    /** Whether it reaches back to the start of the test or of the attempt. */
    public boolean sinceTest() {
        return switch (this) {
            case ALL_TRAFFIC, ALL_CONSOLE_LOGS, ALL_DB_LOGS, ALL_MESSAGE_LOGS, BOOT_TRAFFIC -> true;
            case TRAFFIC, CONSOLE_LOGS, DB_LOGS, MESSAGE_LOGS, TIMELINE -> false;
        };
    }

    /** The key of that name; names in paths ignore case when they are not exact. */
    public static Optional<Observed> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Observed one : values()) {
            if (one.key.toLowerCase(Locale.ROOT).equals(wanted)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
