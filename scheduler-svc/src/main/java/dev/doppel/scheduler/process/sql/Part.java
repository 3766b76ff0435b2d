package dev.doppel.scheduler.process.sql;

/** One thing that psql would do with a script, in the script's order. */
public sealed interface Part {
    /** Line of its first character, from 1. */
    int line();

    /** A statement without its semicolon. */
    record Statement(int line, String sql) implements Part {}

    /**
     * {@code COPY ... FROM stdin} with the lines that follow it.
     *
     * @param data everything up to the line {@code \.}, which is not part of it
     */
    record CopyIn(int line, String sql, String data) implements Part {}

    /**
     * A backslash command.
     *
     * @param name without the backslash
     * @param arguments the rest of its line, trimmed
     * @param before what stood before it in an unfinished statement; empty when it begins a line of its own
     */
    record Meta(int line, String name, String arguments, String before) implements Part {}
}
