package dev.doppel.contract.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.id.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wanted state of one environment; each record replaces the earlier one of the same instance if its version is higher.
 *
 * @param attempt which try
 * @param run the run it belongs to
 * @param definition name of the definition, for display
 * @param version grows by at least 1 with every change, over attempts too
 * @param phase where it is in its life
 * @param holder the mock-svc replica that holds the environment
 * @param items running parts
 * @param listeners sockets the holders open
 * @param outsideAddress the address every unknown name resolves to
 * @param mocks the definition's mocks, empty when {@code mocksBlob} is given
 * @param mocksBlob JSON array of {@link MockSpec} when the mocks would make the record too large
 * @param twins the definition's twins
 * @param egress policy for what nothing matches
 * @param runnerToken secret that a request on the RUNNER listener must carry in {@code x-doppel-token}
 * @param captureBytes largest captured body, in bytes (spec 3.9)
 * @param secretValues values that the definition calls secret, to be masked in all that is stored or shown; null when there are none
 */
public record EnvironmentState(
        AttemptId attempt,
        RunId run,
        String definition,
        long version,
        Phase phase,
        ReplicaId holder,
        List<EnvironmentItem> items,
        List<ListenerSpec> listeners,
        String outsideAddress,
        List<MockSpec> mocks,
        @Nullable BlobRef mocksBlob,
        List<TwinSpec> twins,
        Egress egress,
        String runnerToken,
        int captureBytes,
        @Nullable List<String> secretValues)
        implements Message {
    @JsonCreator
    public EnvironmentState {
        items = List.copyOf(items);
        listeners = List.copyOf(listeners);
        mocks = List.copyOf(mocks);
        twins = List.copyOf(twins);
        secretValues = secretValues == null || secretValues.isEmpty() ? null : List.copyOf(secretValues);
    }

    /** Without secret values. */
    public EnvironmentState(
            AttemptId attempt,
            RunId run,
            String definition,
            long version,
            Phase phase,
            ReplicaId holder,
            List<EnvironmentItem> items,
            List<ListenerSpec> listeners,
            String outsideAddress,
            List<MockSpec> mocks,
            @Nullable BlobRef mocksBlob,
            List<TwinSpec> twins,
            Egress egress,
            String runnerToken,
            int captureBytes) {
        this(
                attempt,
                run,
                definition,
                version,
                phase,
                holder,
                items,
                listeners,
                outsideAddress,
                mocks,
                mocksBlob,
                twins,
                egress,
                runnerToken,
                captureBytes,
                null);
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
