package dev.doppel.mock.capture;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a body, and its true size. Written by one event loop; {@link #copy()} and {@link #size()} may be called by any thread
 * and see a prefix of what was written.
 */
public final class RawBody {
    private static final byte[] NONE = new byte[0];

    private final int limit;
    private final @Nullable Share memory;
    private int reserved;
    private volatile byte[] data = NONE;
    private volatile int length;
    private volatile long size;

    /** @param limit most bytes that are kept */
    public RawBody(int limit) {
        this(limit, null);
    }

    /**
     * @param limit most bytes that are kept
     * @param memory what all bodies of an attempt may hold together; when it is used up nothing more is kept and the body counts as truncated
     */
    public RawBody(int limit, @Nullable Share memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /** A complete body that is never written again. */
    public static RawBody of(byte[] content, int limit) {
        RawBody body = new RawBody(limit);
        body.data = content;
        body.length = Math.min(limit, content.length);
        body.size = content.length;
        return body;
    }

    /** Copies what fits; the buffer's indexes stay as they are. */
    public void add(ByteBuf content) {
        int bytes = content.readableBytes();
        int take = size > length ? 0 : Math.min(bytes, limit - length);
        if (take > 0 && (memory == null || memory.take(take))) {
            reserved += take;
            byte[] target = data;
            if (target.length < length + take) {
                long doubled = Math.max((long) length + take, length == 0 ? 0 : 2L * target.length);
                target = Arrays.copyOf(target, (int) Math.min(limit, doubled));
            }
            content.getBytes(content.readerIndex(), target, length, take);
            data = target;
            length += take;
        }
        size += bytes;
    }

    /** The record has left: its memory is free for others. By the thread that publishes, once. */
    public void release() {
        if (memory != null) {
            memory.give(reserved);
        }
    }

    /** True size in bytes so far. */
    public long size() {
        return size;
    }

    /** Bytes kept so far. */
    public int kept() {
        return length;
    }

    /** Whether less than everything was kept. */
    public boolean truncated() {
        return size > length;
    }

    /** The kept bytes; not to be changed. */
    public byte[] copy() {
        int bytes = length;
        byte[] source = data;
        return source.length == bytes ? source : Arrays.copyOf(source, bytes);
    }
}
