package dev.doppel.mock.recording;

import dev.doppel.twin.record.MockSketch;
import dev.doppel.twin.record.Recording;
import dev.doppel.twin.record.Recordings;
import dev.doppel.twin.record.TableSketch;
import dev.doppel.twin.value.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One folder of recordings: a JSON file for each, by host and in order. At most 10 000 with bodies of 128 MiB together, which are held for
 * the sketches; what comes on top is counted only. Thread-safe.
 */
final class RecordingFolder implements Recordings {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 128L << 20;

    private final Path folder;
    private final List<Recording> kept = new ArrayList<>();
    private long held;
    private int beyond;

    RecordingFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public synchronized void add(Recording recording) {
        long size = recording.requestBody().length + (long) recording.body().length;
        if (kept.size() >= MOST || held + size > MOST_BYTES) {
            beyond++;
            return;
        }
        held += size;
        kept.add(recording);
        String host = SessionFolders.plain(recording.host());
        String name = String.format(
                Locale.ROOT, "%05d-%s%s.json", kept.size(), recording.method(), SessionFolders.plain(recording.path()));
        try {
            Path own = Files.createDirectories(folder.resolve(host.isEmpty() ? "host" : host));
            Files.write(own.resolve(name), recording.toJson());
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    synchronized int size() {
        return kept.size();
    }

    synchronized int beyond() {
        return beyond;
    }

    /** Writes {@code mocks.yaml}, {@code twin.yaml} and {@code items.yaml} beside the recordings; nothing when there are none. */
    synchronized void sketches() throws IOException {
        if (kept.isEmpty()) {
            return;
        }
        Files.write(
                folder.resolve("mocks.yaml"),
                YamlText.bytes(MockSketch.mockd(kept, true, MockSketch.Duplicates.FIRST)));
        Files.write(folder.resolve("twin.yaml"), YamlText.bytes(TableSketch.mockd(kept)));
        Files.write(
                folder.resolve("items.yaml"),
                YamlText.bytes(Map.of("items", MockSketch.items(kept, true, MockSketch.Duplicates.FIRST))));
    }
}
