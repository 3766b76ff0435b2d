package dev.doppel.cli.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a platform says. The platform deletes its folder when it ends, so the file is held open from its beginning: what it said last can
 * still be read then. Not thread-safe.
 */
final class PlatformLog implements AutoCloseable {
    private static final int TAIL_BYTES = 64 * 1024;

    private final Path file;
    private final FileChannel channel;

    private PlatformLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes the file. */
    static PlatformLog create(Path file) throws IOException {
        return new PlatformLog(
                file,
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Where a process must write. */
    ProcessBuilder.Redirect redirect() {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    /** The last lines, also of a file that has been deleted; empty when nothing was said. */
    String lastLines(int count) {
        try {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
                continue;
            }
            List<String> lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
