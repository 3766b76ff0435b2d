package dev.doppel.scheduler.drive;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.definition.DefinitionJson;
import dev.doppel.definition.model.Definition;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.life.Facts;
import dev.doppel.scheduler.life.ItemFact;
import dev.doppel.scheduler.plan.Files;
import dev.doppel.scheduler.plan.InstancePlan;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.Queue;
import dev.doppel.scheduler.store.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a driver works on. Confined to its thread after creation.
 *
 * @param row as placed or taken over
 * @param resolved the resolved definition as stored
 * @param definition null when it could not be read, which is a fault of ours that {@code problem} names
 */
record Subject(
        InstanceRow row,
        byte[] resolved,
        @Nullable Definition definition,
        Files files,
        EnvironmentPlan plan,
        Facts facts,
        List<String> secrets,
        String problem) {
    /** Reads everything from the queue; never throws on what it reads. */
    static Subject load(InstanceRow row, Queue queue, Facts.Patience patience, boolean localCommands) {
        Files files = new Files(row.files(), queue::blob);
        byte[] resolved = queue.blob(row.definition());
        try {
            Definition definition = DefinitionJson.read(MessageCodec.json().readTree(resolved));
            RunOptions options = queue.options(row.run());
            return new Subject(
                    row,
                    resolved,
                    definition,
                    files,
                    InstancePlan.environment(row, definition, files, options, localCommands),
                    InstancePlan.facts(definition, patience),
                    options.secrets(),
                    "");
        } catch (IOException | RuntimeException e) {
            return new Subject(
                    row,
                    resolved,
                    null,
                    files,
                    new EnvironmentPlan(row.run(), row.id(), row.attempt(), Path.of("/"), List.of(), Set.of()),
                    new Facts(List.of(), Duration.ofSeconds(300), Duration.ofSeconds(300), patience),
                    List.of(),
                    "the stored definition cannot be read again, which is the platform's fault: " + e.getMessage());
        }
    }

    /** Item name to kind, in lower case, for display. */
    Map<String, String> kinds() {
        Map<String, String> kinds = new HashMap<>();
        for (ItemFact item : facts.items()) {
            kinds.put(item.name(), item.kind().name().toLowerCase(Locale.ROOT));
        }
        return kinds;
    }
}
