package dev.doppel.scheduler.store;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as the REST API shows it; states are those of definition spec 8.1.
 *
 * @param team whose run it is
 * @param state PENDING, RUNNING, COMPLETED, FAILED or CANCELLED
 * @param verdict null until the last instance is gone
 * @param warnings rendered warnings
 * @param invalid definitions that do not run, each with its problems
 */
public record RunView(
        String id,
        String team,
        String project,
        String state,
        @Nullable String verdict,
        Instant createdAt,
        @Nullable Instant finishedAt,
        boolean cancelled,
        List<InstanceView> instances,
        @JsonRawValue String warnings,
        @JsonRawValue String invalid) {
    public RunView {
        instances = List.copyOf(instances);
    }

    /**
     * One definition of the run.
     *
     * @param phase internal word for people who watch
     * @param attempt number of the try, 0 before the first
     * @param verdict null until decided
     */
    public record InstanceView(
            String id,
            String name,
            String file,
            String state,
            String phase,
            int attempt,
            @Nullable String verdict,
            @Nullable String reason,
            List<ItemView> items) {
        public InstanceView {
            items = List.copyOf(items);
        }
    }

    /** One item that runs. */
    public record ItemView(
            String name,
            String kind,
            String state,
            @Nullable String detail) {}

    /** One line of a list of runs. */
    public record Summary(
            String id,
            String team,
            String project,
            String state,
            @Nullable String verdict,
            Instant createdAt,
            @Nullable Instant finishedAt,
            int instances) {}
}
