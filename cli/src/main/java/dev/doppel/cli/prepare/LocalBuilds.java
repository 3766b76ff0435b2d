package dev.doppel.cli.prepare;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs the {@code build} commands of {@code local.yaml} whose inputs changed (definition spec 12.7), as the user. */
public final class LocalBuilds {
    private LocalBuilds() {}

    /** Placeholder until the mapping can be read. */
    public static void run(Selected selected, Path state, Consumer<String> say) {
        if (selected.root().equals(state)) {
            say.accept("");
        }
    }
}
