package dev.doppel.scheduler.life;

import dev.doppel.contract.result.Verdict;
import org.jspecify.annotations.Nullable;

/** What follows when an attempt's environment is closed. */
public sealed interface Ending {
    /** Why, for people; null for a pass. */
    @Nullable
    String reason();

    /**
     * The instance is decided.
     *
     * @param verdict final
     * @param reason one sentence for anything but PASSED
     */
    record Decided(Verdict verdict, @Nullable String reason) implements Ending {}

    /**
     * Something was lost and nothing was decided as failed: another attempt.
     *
     * @param reason what was lost
     */
    record Again(String reason) implements Ending {}
}
