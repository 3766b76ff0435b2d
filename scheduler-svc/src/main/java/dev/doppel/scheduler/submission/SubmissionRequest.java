package dev.doppel.scheduler.submission;

import dev.doppel.contract.id.TeamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a submitter sends.
 *
 * @param bundle zip or tar.gz
 * @param target what to run in it, null for everything (spec 1.2)
 * @param cwd working directory inside the bundle that the target is relative to; empty = its root
 * @param env overrides of {@code config.env}
 * @param only names of definitions; empty = all that the target selects
 * @param strict nothing runs when anything is in error, unknown keys included
 * @param timeout of the whole run, null for none
 * @param maxParallel instances of this run alive at once, null for the installation's limit
 * @param project name of the project folder for display, null when unknown
 * @param projectRoot trusted directory of the project as seen by the platform, null when there is none
 * @param key idempotency key, null for none
 * @param team whose run it will be; the same idempotency key of two teams is two submissions
 * @param notes warnings of the edge, shown with those of the files
 */
public record SubmissionRequest(
        byte[] bundle,
        @Nullable String target,
        String cwd,
        Map<String, String> env,
        Set<String> only,
        boolean strict,
        @Nullable Duration timeout,
        @Nullable Integer maxParallel,
        @Nullable String project,
        @Nullable String projectRoot,
        @Nullable String key,
        TeamId team,
        List<String> notes) {
    public SubmissionRequest {
        env = Map.copyOf(env);
        only = Set.copyOf(only);
        notes = List.copyOf(notes);
    }
}
