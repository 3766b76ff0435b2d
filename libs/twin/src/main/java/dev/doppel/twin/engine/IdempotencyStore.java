package dev.doppel.twin.engine;

import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Idempotency keys of one run (spec 11, item 7): replay for 24 hours, at most 10 000 keys. Thread-safe. */
public final class IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX = 10_000;

    private record Entry(
            String path, byte[] body, Instant at, @Nullable TwinResponse response) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** The recorded answer of the same request, or null after the key has been taken for this one. */
    public synchronized @Nullable TwinResponse begin(String operation, String key, TwinRequest request, Instant now) {
        String full = operation + "\n" + key;
        Entry old = entries.get(full);
        if (old != null && old.at().plus(KEPT).isAfter(now)) {
            if (!old.path().equals(request.target()) || !Arrays.equals(old.body(), request.body())) {
                throw TwinFault.of(
                                ErrorKind.VALIDATION_ERROR,
                                "Keys for idempotent requests can only be used with the same parameters they were first used with.")
                        .withExtra(Map.of("type", "idempotency_error"));
            }
            if (old.response() == null) {
                throw TwinFault.of(ErrorKind.CONFLICT, "Another request with this idempotency key is in progress.")
                        .withExtra(Map.of("type", "idempotency_error", "code", "idempotency_key_in_use"));
            }
            return old.response();
        }
        if (entries.size() >= MAX) {
            Iterator<String> oldest = entries.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        entries.put(full, new Entry(request.target(), request.body(), now, null));
        return null;
    }

    /** Records the answer; server errors and conflicts are forgotten instead. */
    public synchronized void end(String operation, String key, @Nullable TwinResponse response) {
        String full = operation + "\n" + key;
        Entry entry = entries.get(full);
        if (entry == null) {
            return;
        }
        if (response == null || response.status() >= 500 || response.status() == 409) {
            entries.remove(full);
        } else {
            entries.put(full, new Entry(entry.path(), entry.body(), entry.at(), response));
        }
    }

    public synchronized void clear() {
        entries.clear();
    }
}
