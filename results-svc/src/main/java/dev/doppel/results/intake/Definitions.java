package dev.doppel.results.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.mask.SecretValues;
import dev.doppel.results.store.DefinitionRow;
import dev.doppel.results.store.InstanceRow;
import dev.doppel.results.store.RunQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resolved definitions of a run. They are published when an environment is prepared, so they are fetched at the end of the run: then
 * all that will ever come are there. Blocks. Thread-safe.
 */
@ApplicationScoped
public class Definitions {
    private final ResultsConfig config;
    private final RunQueries runs;
    private final Content content;
    private final SecretValues secrets;

    Definitions(ResultsConfig config, RunQueries runs, Content content, SecretValues secrets) {
        this.config = config;
        this.runs = runs;
        this.content = content;
        this.secrets = secrets;
    }

    /** Rows of those that are not stored yet; what does not come within the limit for all of them together is left out. */
    public List<Object> missing(RunId run) {
        List<Object> rows = new ArrayList<>();
        long end = System.nanoTime() + config.blobLimit().toNanos();
        for (InstanceRow instance : runs.withoutDefinition(run.value())) {
            BlobRef ref = ref(instance.definition);
            byte[] bytes =
                    ref == null ? null : content.get(ref, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (bytes != null) {
                String json = Intake.plain(new String(bytes, StandardCharsets.UTF_8));
                rows.add(new DefinitionRow(
                        instance.id, secrets.of(new InstanceId(instance.id)).json(json)));
            }
        }
        return rows;
    }

    private static @Nullable BlobRef ref(@Nullable String json) {
        try {
            return json == null ? null : MessageCodec.json().readValue(json, BlobRef.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reference was stored but cannot be read back", e);
        }
    }
}
