package dev.doppel.scheduler.store;

import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows of an instance.
 *
 * @param id identity
 * @param run its run
 * @param name definition name
 * @param file definition file
 * @param definition SHA-256 of the resolved definition
 * @param files what its items need
 * @param phase where it stands
 * @param attempt number of the last attempt, 0 before the first
 * @param incarnation of the holder of the last attempt
 * @param holder mock-svc replica of the last attempt
 * @param version of the environment's wanted state published last
 * @param published whether the last attempt published one
 * @param stepFailed whether a step of the last attempt was decided as failed
 * @param verdict final or, while closing, what it will be
 * @param reason of the verdict or of the next attempt
 * @param again while closing: another attempt follows
 */
public record InstanceRow(
        InstanceId id,
        RunId run,
        String name,
        String file,
        String definition,
        List<StoredFile> files,
        String phase,
        int attempt,
        @Nullable Incarnation incarnation,
        @Nullable ReplicaId holder,
        long version,
        boolean published,
        boolean stepFailed,
        @Nullable Verdict verdict,
        @Nullable String reason,
        boolean again) {
    public InstanceRow {
        files = List.copyOf(files);
    }
}
