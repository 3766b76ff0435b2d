package dev.doppel.runner.evidence;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.exchange.CapturedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of one attempt that are too many for memory, in a temporary file; equal ones once. The file goes with the attempt. Thread-safe.
 */
public final class BodyStore implements AutoCloseable {
    private final Map<String, Region> regions = new HashMap<>();
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long end;
    private boolean closed;

    private record Region(long at, int length) {}

    /** The same body with its content in the file; it is named like a blob. */
    synchronized CapturedBody put(CapturedBody body, byte[] content) throws IOException {
        if (closed) {
            return body;
        }
        String sha = sha256(content);
        if (!regions.containsKey(sha)) {
            FileChannel out = open();
            ByteBuffer bytes = ByteBuffer.wrap(content);
            long at = end;
            while (bytes.hasRemaining()) {
                out.write(bytes, at + bytes.position());
            }
            end += content.length;
            regions.put(sha, new Region(at, content.length));
        }
        return new CapturedBody(body.size(), body.truncated(), null, null, new BlobRef(sha, content.length, 1));
    }

    private FileChannel open() throws IOException {
        if (channel == null) {
            file = Files.createTempFile("doppel-evidence-", ".bodies");
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        return channel;
    }

    /** Content put here, or null when that blob lies elsewhere. */
    public synchronized byte @Nullable [] get(BlobRef ref) {
        Region region = regions.get(ref.sha256());
        if (region == null || channel == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(region.length());
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, region.at() + bytes.position()) < 0) {
                    throw new IOException("the file of captured bodies is shorter than it was");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        regions.clear();
        try {
            if (channel != null) {
                channel.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
