package dev.doppel.mock.bus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait on disk while the broker is away, first in, first out. What an earlier life left there is of no use to anyone (its
 * incarnation is gone) and is removed at start. Confined to one thread.
 */
final class Spool implements AutoCloseable {
    private final Path file;
    private final RandomAccessFile data;
    private final long limit;
    /** Bytes read and written since it was empty; their places in the file are these, modulo the limit. */
    private long readAt;

    private long writeAt;

    /**
     * @param directory this replica's own
     * @param limit most bytes on disk
     */
    Spool(Path directory, long limit) {
        this.limit = limit;
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "capture*.spool")) {
                for (Path one : old) {
                    Files.deleteIfExists(one);
                }
            }
            this.file = Files.createTempFile(directory, "capture", ".spool");
            this.data = new RandomAccessFile(file.toFile(), "rw");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a spool in " + directory, e);
        }
    }

    /** Most bytes on disk. */
    long limit() {
        return limit;
    }

    boolean isEmpty() {
        return readAt == writeAt;
    }

    /** @return false when the spool is full or the disk refuses */
    boolean append(ProducerRecord<String, byte[]> record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(record.value().length + 512);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeUTF(record.topic());
            out.writeUTF(record.key());
            Header[] headers = record.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                out.writeUTF(header.key());
                out.writeUTF(new String(header.value(), StandardCharsets.UTF_8));
            }
            out.writeInt(record.value().length);
            out.write(record.value());
            if (writeAt - readAt + bytes.size() + 4 > limit) {
                return false;
            }
            write(ByteBuffer.allocate(4 + bytes.size())
                    .putInt(bytes.size())
                    .put(bytes.toByteArray())
                    .array());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The oldest record, removed; null when empty. */
    @Nullable
    ProducerRecord<String, byte[]> take() throws IOException {
        if (isEmpty()) {
            return null;
        }
        byte[] bytes = read(ByteBuffer.wrap(read(4)).getInt());
        if (isEmpty()) {
            readAt = 0;
            writeAt = 0;
            data.setLength(0);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String topic = in.readUTF();
        String key = in.readUTF();
        int headers = in.readInt();
        String[] pairs = new String[2 * headers];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = in.readUTF();
        }
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, in.readNBytes(in.readInt()));
        for (int i = 0; i < pairs.length; i += 2) {
            record.headers().add(pairs[i], pairs[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    private void write(byte[] bytes) throws IOException {
        int first = beforeEnd(writeAt, bytes.length);
        data.seek(writeAt % limit);
        data.write(bytes, 0, first);
        if (first < bytes.length) {
            data.seek(0);
            data.write(bytes, first, bytes.length - first);
        }
        writeAt += bytes.length;
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        int first = beforeEnd(readAt, length);
        data.seek(readAt % limit);
        data.readFully(bytes, 0, first);
        if (first < length) {
            data.seek(0);
            data.readFully(bytes, first, length - first);
        }
        readAt += length;
        return bytes;
    }

    /** How much of so many bytes lies before the place where the file begins anew. */
    private int beforeEnd(long at, int length) {
        return (int) Math.min(length, limit - at % limit);
    }

    @Override
    public void close() throws IOException {
        data.close();
        Files.deleteIfExists(file);
    }
}
