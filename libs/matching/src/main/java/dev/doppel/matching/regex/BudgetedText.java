package dev.doppel.matching.regex;

/** A view of a text that ends a search when its time is over. Confined to one search. */
final class BudgetedText implements CharSequence {
    private static final int STEPS_BETWEEN_LOOKS = 65_536;

    private final CharSequence text;
    private final int interval;
    private final long deadline;
    private int reads;

    BudgetedText(CharSequence text, int programSize, int budgetMillis) {
        this.text = text;
        this.interval = Math.max(1, STEPS_BETWEEN_LOOKS / Math.max(1, programSize));
        this.deadline = System.nanoTime() + budgetMillis * 1_000_000L;
    }

    @Override
    public char charAt(int index) {
        if (++reads >= interval) {
            reads = 0;
            if (System.nanoTime() - deadline > 0) {
                throw new Exhausted();
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The time is over. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super(null, null, false, false);
        }
    }
}
