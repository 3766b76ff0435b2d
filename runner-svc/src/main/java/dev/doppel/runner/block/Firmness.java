package dev.doppel.runner.block;

/** Whether what a path leads to can still change with more evidence. */
enum Firmness {
    /** It cannot. */
    FIRM,
    /** A list that can only get more elements. */
    GROWING,
    /** Anything can happen to it. */
    LOOSE
}
