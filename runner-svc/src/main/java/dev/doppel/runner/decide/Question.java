package dev.doppel.runner.decide;

import dev.doppel.contract.id.AttemptId;
import dev.doppel.definition.model.Step;
import dev.doppel.runner.block.Mentions;
import dev.doppel.runner.document.Bodies;
import dev.doppel.runner.document.OwnCall;
import dev.doppel.runner.variable.Variables;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A step whose action is over, to be decided. Immutable.
 *
 * @param attempt goes into barrier requests
 * @param step its extraction, blocks and settle times
 * @param mentions what they look at
 * @param own the step's request and response
 * @param variables visible to it
 * @param bodies where bodies of exchanges are had
 * @param ownRequestId id of the step's own exchange: latest times run from its end; empty: from the receipt of a barrier request
 * @param evidenceWait longest wait for evidence that is due
 * @param completedNanos when the action was over
 */
public record Question(
        AttemptId attempt,
        Step step,
        Mentions mentions,
        OwnCall own,
        Variables variables,
        Bodies bodies,
        @Nullable String ownRequestId,
        Duration evidenceWait,
        long completedNanos) {}
