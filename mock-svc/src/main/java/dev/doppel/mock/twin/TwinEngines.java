package dev.doppel.mock.twin;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.TwinLoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Loaded engines, shared by all twins whose documents are the same: immutable, found by digest, the most recently used kept up to a
 * size. Thread-safe; loading happens on the executor.
 */
public final class TwinEngines {
    private static final long LOAD_SECONDS = 90;

    private final Function<BlobRef, CompletableFuture<byte[]>> blobs;
    private final Executor executor;
    private final long keptBytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Entry(CompletableFuture<TwinEngine> engine, long bytes) {}

    /**
     * @param blobs fetches documents
     * @param executor where engines are loaded; may block
     * @param keptBytes size of the documents of engines that are kept though nobody may use them
     */
    public TwinEngines(Function<BlobRef, CompletableFuture<byte[]>> blobs, Executor executor, long keptBytes) {
        this.blobs = blobs;
        this.executor = executor;
        this.keptBytes = keptBytes;
    }

    /** The engine of a twin; fails with a text for the user that says which twin and why. */
    public CompletableFuture<TwinEngine> engine(TwinSpec spec) {
        String key = key(spec);
        CompletableFuture<TwinEngine> future;
        synchronized (entries) {
            Entry known = entries.get(key);
            if (known != null && !known.engine().isCompletedExceptionally()) {
                return known.engine();
            }
            long bytes = spec.files().values().stream().mapToLong(BlobRef::size).sum();
            future = load(spec).orTimeout(LOAD_SECONDS, TimeUnit.SECONDS);
            entries.put(key, new Entry(future, bytes));
            forgetOldest(key);
        }
        return future;
    }

    private void forgetOldest(String newest) {
        long total = entries.values().stream().mapToLong(Entry::bytes).sum();
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (total > keptBytes && oldest.hasNext()) {
            Map.Entry<String, Entry> entry = oldest.next();
            if (!entry.getKey().equals(newest)) {
                total -= entry.getValue().bytes();
                oldest.remove();
            }
        }
    }

    private static String key(TwinSpec spec) {
        StringBuilder key = new StringBuilder(spec.config());
        for (Map.Entry<String, BlobRef> file : new TreeMap<>(spec.files()).entrySet()) {
            key.append('\n')
                    .append(file.getKey())
                    .append(' ')
                    .append(file.getValue().sha256());
        }
        key.append('\n').append(env(spec));
        return key.toString();
    }

    private CompletableFuture<TwinEngine> load(TwinSpec spec) {
        Map<String, CompletableFuture<byte[]>> coming = new HashMap<>();
        spec.files().forEach((path, ref) -> coming.put(path, blobs.apply(ref)));
        return CompletableFuture.allOf(coming.values().toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> {
                            Map<String, byte[]> files = new HashMap<>();
                            coming.forEach((path, content) -> files.put(path, content.join()));
                            return load(spec.config(), files, env(spec));
                        },
                        executor);
    }

    private static Map<String, String> env(TwinSpec spec) {
        return spec.env() == null ? Map.of() : new TreeMap<>(spec.env());
    }

    private static TwinEngine load(String config, Map<String, byte[]> files, Map<String, String> env) {
        byte[] text = files.get(config);
        if (text == null) {
            throw TwinLoadException.of("config", config, "", "is not among the files that came with the definition");
        }
        return TwinEngine.load(
                config,
                new String(text, StandardCharsets.UTF_8),
                relativeTo(config, FileResolver.memory(files)),
                TwinOptions.defaults().withEnv(env::get).withOneRun());
    }

    /** Paths in a configuration are relative to it; the files are named relative to the project. */
    private static FileResolver relativeTo(String config, FileResolver project) {
        String directory = config.substring(0, config.lastIndexOf('/') + 1);
        return path -> {
            if (path.startsWith("/")) {
                throw new IOException("absolute paths do not exist in an environment; name it relative to " + config);
            }
            return project.read(directory + path);
        };
    }
}
