package dev.doppel.matching.form;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Collects at most a given number of bytes. Confined. */
final class Chunks {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int limit;

    Chunks(int limit) {
        this.limit = limit;
    }

    /** Reads to the end or the limit; whether there was more than the limit. */
    boolean readFrom(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int read = in.read(buffer);
        while (read >= 0) {
            int room = limit - out.size();
            out.write(buffer, 0, Math.min(room, read));
            if (read > room) {
                return true;
            }
            read = in.read(buffer);
        }
        return false;
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
