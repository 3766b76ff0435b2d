package dev.doppel.scheduler.world;

import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.id.RunId;
import dev.doppel.definition.LoadedDefinition;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.plan.Files;
import dev.doppel.scheduler.plan.InstancePlan;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.RunOptions;
import dev.doppel.scheduler.store.StoredFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a loaded definition becomes on its way to a provider, as instance {@code instance-1} of {@code run-1}, without a database. */
public final class Planned {
    private final LoadedDefinition loaded;
    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<StoredFile> stored;

    private Planned(LoadedDefinition loaded) {
        this.loaded = loaded;
        this.stored = loaded.files().stream()
                .map(file -> {
                    contents.put(file.sha256(), file.content().bytes());
                    return new StoredFile(file.path(), file.sha256(), file.executable());
                })
                .toList();
    }

    public static Planned of(LoadedDefinition loaded) {
        return new Planned(loaded);
    }

    /** The definition's files as they are stored and read. */
    public Files files() {
        return new Files(stored, contents::get);
    }

    /** @param local whether images are mapped to commands of this machine */
    public EnvironmentPlan environment(RunOptions options, boolean local) {
        InstanceRow row = new InstanceRow(
                InstanceId.of("instance-1"),
                RunId.of("run-1"),
                loaded.definition().name(),
                "x.yaml",
                "",
                stored,
                "placed",
                1,
                Incarnation.of("x"),
                ReplicaId.of("m"),
                0,
                false,
                false,
                null,
                null,
                false);
        return InstancePlan.environment(row, loaded.definition(), files(), options, local);
    }
}
