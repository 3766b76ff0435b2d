package dev.doppel.twin.record;

/**
 * How an exchange went by, beside what was said. Immutable.
 *
 * @param scheme {@code http} or {@code https}; empty when nobody knows
 * @param port of the host; 0 when nobody knows
 * @param requestCut whether only the beginning of the request's body was seen or kept
 * @param responseCut likewise of the answer's
 */
public record Way(String scheme, int port, boolean requestCut, boolean responseCut) {
    /** Nothing is known but that both bodies are whole. */
    public static final Way UNKNOWN = new Way("", 0, false, false);
}
