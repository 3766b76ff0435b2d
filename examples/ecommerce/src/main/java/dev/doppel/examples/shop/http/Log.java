package dev.doppel.examples.shop.http;

/** Plain lines on standard output, each with its level in front. Thread-safe. */
public final class Log {
    private Log() {}

    public static void info(String line) {
        System.out.println("[INFO] " + line);
    }

    public static void warn(String line) {
        System.out.println("[WARN] " + line);
    }

    public static void error(String line, Throwable cause) {
        System.out.println("[ERROR] " + line + ": " + cause);
    }
}
