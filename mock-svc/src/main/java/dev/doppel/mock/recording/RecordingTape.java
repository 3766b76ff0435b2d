package dev.doppel.mock.recording;

import dev.doppel.twin.record.Redaction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A proxy and the folder it fills; closing it writes the sketches. */
public final class RecordingTape implements AutoCloseable {
    private final RecordingFolder folder;
    private final RecordingProxy proxy;

    private RecordingTape(RecordingFolder folder, RecordingProxy proxy) {
        this.folder = folder;
        this.proxy = proxy;
    }

    /** With the usual rules, on any free port of this machine. */
    public static RecordingTape start(URI target, Path folder) throws IOException {
        return start(new Upstream(target), folder, Redaction.defaults(), 0);
    }

    /**
     * Starts recording.
     *
     * @param port of this machine, 0 for any free one
     * @throws IOException when the folder cannot be made or the port is taken
     */
    public static RecordingTape start(Upstream upstream, Path folder, Redaction rules, int port) throws IOException {
        RecordingFolder kept = new RecordingFolder(folder);
        return new RecordingTape(kept, RecordingProxy.start(upstream, rules, kept, port));
    }

    public int port() {
        return proxy.port();
    }

    /** Exchanges kept so far. */
    public int size() {
        return folder.size();
    }

    /** Exchanges that came after the folder was full. */
    public int beyond() {
        return folder.beyond();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        folder.sketches();
    }
}
