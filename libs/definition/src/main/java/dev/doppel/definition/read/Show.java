package dev.doppel.definition.read;

/** Values in messages, kept short. */
final class Show {
    private Show() {}

    static String shorten(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
