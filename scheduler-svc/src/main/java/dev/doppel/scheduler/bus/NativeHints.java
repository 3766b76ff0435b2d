package dev.doppel.scheduler.bus;

import dev.doppel.scheduler.store.RunOptions;
import dev.doppel.scheduler.store.RunView;
import dev.doppel.scheduler.store.StoredFile;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What Jackson reads and writes of ours beside the contract, for native images. */
@RegisterForReflection(
        targets = {
            RunOptions.class,
            RunOptions.LocalImage.class,
            StoredFile.class,
            RunView.class,
            RunView.InstanceView.class,
            RunView.ItemView.class,
            RunView.Summary.class
        })
final class NativeHints {
    private NativeHints() {}
}
