package dev.doppel.scheduler.store;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submission about to become durable.
 *
 * @param run identity
 * @param at when it was submitted
 * @param team whose run it is
 * @param project name of the project folder
 * @param deadline when the whole run must be over; null = no limit
 * @param options what the submitter asked for
 * @param warnings rendered warnings
 * @param invalid definitions that will not run, as JSON
 * @param blobs content by SHA-256
 * @param instances what will run, in order
 * @param messages first records of the run
 */
public record NewRun(
        RunId run,
        Instant at,
        TeamId team,
        String project,
        @Nullable Instant deadline,
        RunOptions options,
        List<String> warnings,
        String invalid,
        Map<String, byte[]> blobs,
        List<NewInstance> instances,
        List<Encoded> messages) {
    public NewRun {
        warnings = List.copyOf(warnings);
        blobs = Map.copyOf(blobs);
        instances = List.copyOf(instances);
        messages = List.copyOf(messages);
    }

    /**
     * @param id identity
     * @param name definition name
     * @param file definition file
     * @param definition SHA-256 of the resolved definition
     * @param files what its items need
     * @param items name and kind of everything that runs, in order
     */
    public record NewInstance(
            InstanceId id,
            String name,
            String file,
            String definition,
            List<StoredFile> files,
            List<Map.Entry<String, String>> items) {
        public NewInstance {
            files = List.copyOf(files);
            items = List.copyOf(items);
        }
    }
}
