package dev.doppel.definition.resolve;

/**
 * What a whole selection may cost, so that many definitions over few large fragments stay bounded. Ordinary projects use less than
 * a hundredth. Confined to one thread.
 */
final class Budget {
    /** Nodes of all resolved documents together. */
    static final long MAX_RESOLVED = 3_000_000;

    /** Keys and elements copied by merges, spreads and expansions. */
    static final long MAX_COPIED = 3_000_000;

    /** Characters that placeholders produce. */
    static final long MAX_TEXT = 50L * 1024 * 1024;

    private long resolved = MAX_RESOLVED;
    private long copied = MAX_COPIED;
    private long text = MAX_TEXT;

    /** Nodes that a resolved document may still have. */
    long resolvedLeft() {
        return resolved;
    }

    void resolved(long nodes) {
        resolved -= nodes;
    }

    /** False when the selection has used up what it may copy. */
    boolean copy(long elements) {
        copied -= Math.min(elements, copied);
        return copied > 0;
    }

    /** False when the selection has used up what its placeholders may produce. */
    boolean produce(long characters) {
        text -= Math.min(characters, text);
        return text > 0;
    }
}
