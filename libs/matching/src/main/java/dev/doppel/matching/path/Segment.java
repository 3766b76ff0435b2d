package dev.doppel.matching.path;

/** One step of a path. */
public sealed interface Segment {
    /**
     * A key. When not quoted and an integer, it also indexes lists; when quoted it is looked up exactly before ignoring case like
     * any other.
     */
    record Name(String name, boolean quoted) implements Segment {}

    /** An index into a list; negative counts from the end. */
    record Index(int index) implements Segment {}
}
