package dev.doppel.contract.instance;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The environment of an attempt is ready: a runner may claim it.
 *
 * @param attempt which try
 * @param run the run
 * @param name definition name
 * @param definition the resolved definition as JSON ({@code libs/definition} reads it)
 * @param exchanges where evidence of the attempt begins on {@code doppel.exchanges}
 * @param evidence where it begins on {@code doppel.evidence}
 * @param runnerHost address of the RUNNER listener
 * @param runnerPort its port
 * @param runnerToken the token to send as {@code x-doppel-token}
 * @param items endpoints by name
 * @param executionLimitMillis limit for all tests together (spec 8.3)
 * @param at when it became ready
 * @param secretValues values that the definition calls secret, to be masked in all that is shown; null when there are none
 */
public record InstanceReady(
        AttemptId attempt,
        RunId run,
        String name,
        BlobRef definition,
        TopicPosition exchanges,
        TopicPosition evidence,
        String runnerHost,
        int runnerPort,
        String runnerToken,
        List<ItemEndpoint> items,
        long executionLimitMillis,
        Instant at,
        @Nullable List<String> secretValues)
        implements Message {
    public InstanceReady {
        items = List.copyOf(items);
        secretValues = secretValues == null || secretValues.isEmpty() ? null : List.copyOf(secretValues);
    }

    /** Of a definition without secrets. */
    public InstanceReady(
            AttemptId attempt,
            RunId run,
            String name,
            BlobRef definition,
            TopicPosition exchanges,
            TopicPosition evidence,
            String runnerHost,
            int runnerPort,
            String runnerToken,
            List<ItemEndpoint> items,
            long executionLimitMillis,
            Instant at) {
        this(
                attempt,
                run,
                name,
                definition,
                exchanges,
                evidence,
                runnerHost,
                runnerPort,
                runnerToken,
                items,
                executionLimitMillis,
                at,
                null);
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
