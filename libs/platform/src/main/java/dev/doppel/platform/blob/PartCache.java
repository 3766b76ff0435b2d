package dev.doppel.platform.blob;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts that were seen or asked for last, up to a number of bytes. Confined to the lock of its owner. */
final class PartCache {
    private final long mostBytes;
    private final LinkedHashMap<String, byte[]> parts = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    PartCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    byte @Nullable [] get(String key) {
        return parts.get(key);
    }

    /** Keeps a part, at the cost of those not looked at for longest; one larger than everything together is not kept. */
    void put(String key, byte[] part) {
        remove(key);
        if (part.length > mostBytes) {
            return;
        }
        parts.put(key, part);
        bytes += part.length;
        var eldest = parts.entrySet().iterator();
        while (bytes > mostBytes) {
            Map.Entry<String, byte[]> gone = eldest.next();
            bytes -= gone.getValue().length;
            eldest.remove();
        }
    }

    void remove(String key) {
        byte @Nullable [] was = parts.remove(key);
        if (was != null) {
            bytes -= was.length;
        }
    }

    long bytes() {
        return bytes;
    }
}
