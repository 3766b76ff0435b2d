package dev.doppel.twin;

import dev.doppel.twin.chaos.Chaos;
import dev.doppel.twin.chaos.ChaosConfig;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.engine.RunState;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.load.TwinLoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A loaded twin: immutable, shareable; each {@link #start} gives an instance with state of its own. The front door of this module.
 */
public final class TwinEngine {
    private final Catalog catalog;
    private final TwinOptions options;

    private final List<Problem> warnings;

    private TwinEngine(Catalog catalog, TwinOptions options, List<Problem> warnings) {
        this.catalog = catalog;
        this.options = options;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Loads a configuration text.
     *
     * @param fileName decides YAML (.yaml, .yml) or JSON, and names the file in problems
     * @param files what imports and body files may name, relative to the configuration
     * @throws TwinLoadException with every problem found
     */
    public static TwinEngine load(String fileName, String text, FileResolver files, TwinOptions options) {
        Catalog catalog = CatalogLoader.load(fileName, text, files, options);
        return new TwinEngine(catalog, options, catalog.warnings());
    }

    /** Loads a file from disk; paths in it are relative to its directory. */
    public static TwinEngine load(Path config, TwinOptions options) {
        Path directory = config.toAbsolutePath().getParent();
        try {
            FileResolver files = FileResolver.directory(directory == null ? Path.of(".") : directory);
            byte[] bytes = files.read(config.toAbsolutePath().toString());
            return load(config.toString(), new String(bytes, StandardCharsets.UTF_8), files, options);
        } catch (IOException e) {
            throw TwinLoadException.of("config", config.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    /**
     * This with more in it.
     *
     * @param addition as in a configuration file, without {@code serverConfig}
     * @param files what its imports may name
     * @throws TwinLoadException with every problem found
     */
    public TwinEngine with(Map<String, Object> addition, FileResolver files) {
        Catalog more = CatalogLoader.extend(catalog, addition, files, options);
        List<Problem> all = new ArrayList<>(warnings);
        all.addAll(more.warnings());
        return new TwinEngine(more, options, all);
    }

    /** Warnings of the load. */
    public List<Problem> warnings() {
        return warnings;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** A running instance with fresh state. */
    public TwinInstance start() {
        Chaos chaos = new Chaos(
                ChaosConfig.of(catalog.config().server().chaos()),
                new RunState(catalog, options, options.seed()).dice("chaos"));
        return new TwinInstance(catalog, options, chaos);
    }
}
