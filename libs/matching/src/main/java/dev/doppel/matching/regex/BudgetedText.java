package dev.doppel.matching.regex;

/**
 * A view of a text that ends a search when its time is over. Time is only looked at after {@value #FREE_STEPS} steps (characters times states
 * of the pattern), so that what any machine does at once has the same outcome on one that is busy. Confined to one search.
 */
final class BudgetedText implements CharSequence {
    private static final int FREE_STEPS = 50_000_000;
    private static final int STEPS_BETWEEN_LOOKS = 65_536;

    private final CharSequence text;
    private final int interval;
    private final long deadline;
    private int untilLook;

    BudgetedText(CharSequence text, int programSize, int budgetMillis) {
        this.text = text;
        int states = Math.max(1, programSize);
        this.interval = Math.max(1, STEPS_BETWEEN_LOOKS / states);
        this.untilLook = Math.max(1, FREE_STEPS / states);
        this.deadline = System.nanoTime() + budgetMillis * 1_000_000L;
    }

    @Override
    public char charAt(int index) {
        if (--untilLook <= 0) {
            untilLook = interval;
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
