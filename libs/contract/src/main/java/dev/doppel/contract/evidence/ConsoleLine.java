package dev.doppel.contract.evidence;

import java.time.Instant;

/**
 * A line that an item wrote to its standard output or standard error.
 *
 * @param number position in the attempt's console sequence, from 1, over all items
 * @param at when it was read
 * @param item which item wrote it
 * @param stream {@code stdout} or {@code stderr}
 * @param level ERROR, WARN, INFO or DEBUG, found in the text (spec 7.2)
 * @param message the line without its end, cut at 16 KiB
 */
public record ConsoleLine(long number, Instant at, String item, String stream, String level, String message) {}
