package dev.doppel.twin.record;

/** Where cleaned recordings go: a folder, a list, a page. Called from any thread, one recording at a time or several at once. */
@FunctionalInterface
public interface Recordings {
    void add(Recording recording);
}
