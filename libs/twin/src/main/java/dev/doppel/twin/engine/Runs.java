package dev.doppel.twin.engine;

import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs of an instance (spec 5.6): chosen per request, made at first use, dropped after an idle hour, at most 1 000. Thread-safe. */
public final class Runs {
    public static final String DEFAULT = "default";
    private static final int MAX = 1_000;
    private static final Duration TTL = Duration.ofHours(1);

    private record Live(RunState state, Duration ttl) {}

    /** The run of a request, with the request as the mocks see it; or a refusal. */
    public record Selected(
            String id,
            RunState state,
            TwinRequest request,
            @Nullable TwinResponse refused) {}

    private final Supplier<Catalog> catalog;
    private final TwinOptions options;
    private final RunState shared;
    private final Map<String, Live> live = new ConcurrentHashMap<>();

    public Runs(Supplier<Catalog> catalog, TwinOptions options) {
        this.catalog = catalog;
        this.options = options;
        this.shared = new RunState(catalog.get(), options, options.seed());
    }

    public RunState shared() {
        return shared;
    }

    public Selected select(TwinRequest request) {
        if (options.oneRun()) {
            return new Selected(DEFAULT, shared, request, null);
        }
        String id = request.headers().first("X-Mockd-Run");
        TwinRequest seen = request;
        if (id == null && request.rawPath().startsWith("/__run/")) {
            int slash = request.rawPath().indexOf('/', 7);
            id = slash < 0 ? request.rawPath().substring(7) : request.rawPath().substring(7, slash);
            seen = request.withPath(slash < 0 ? "/" : request.rawPath().substring(slash));
        }
        if (id == null) {
            id = fromHost(request.headers().first("Host"));
        }
        if (id == null) {
            id = fromCredential(request.headers().first("Authorization"));
        }
        if (id == null || id.isEmpty() || id.equals(DEFAULT)) {
            return new Selected(DEFAULT, shared, seen, null);
        }
        RunState run = open(id, null, null);
        if (run == null) {
            return new Selected(
                    id,
                    shared,
                    seen,
                    TwinResponse.json(
                            429,
                            Map.of(
                                    "error",
                                    "too_many_runs",
                                    "message",
                                    "at most " + MAX
                                            + " runs may live at once, with ids of at most 100 letters, digits, - and _")));
        }
        run.touch();
        return new Selected(id, run, seen, null);
    }

    private static @Nullable String fromHost(@Nullable String host) {
        int at = host == null ? -1 : host.indexOf(".run.");
        return host == null || at <= 0 ? null : host.substring(0, at);
    }

    private static @Nullable String fromCredential(@Nullable String header) {
        if (header == null || header.indexOf(' ') < 0) {
            return null;
        }
        String value = header.substring(header.indexOf(' ') + 1).strip();
        if (header.regionMatches(true, 0, "basic ", 0, 6)) {
            try {
                String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                String user = colon < 0 ? pair : pair.substring(0, colon);
                String password = colon < 0 ? "" : pair.substring(colon + 1);
                String fromUser = suffix(user);
                return fromUser != null ? fromUser : suffix(password);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return suffix(value);
    }

    private static @Nullable String suffix(String credential) {
        int at = credential.lastIndexOf("_run_");
        return at < 0 || at + 5 >= credential.length() ? null : credential.substring(at + 5);
    }

    /** The run, made when new; null when there are too many or the id is not usable. */
    public @Nullable RunState open(String id, @Nullable Duration ttl, @Nullable Long seed) {
        Live known = live.get(id);
        if (known != null) {
            return known.state();
        }
        if (id.equals(DEFAULT)) {
            return shared;
        }
        if (id.length() > 100 || !id.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
            return null;
        }
        expire();
        if (live.size() >= MAX) {
            return null;
        }
        return live.computeIfAbsent(
                        id,
                        k -> new Live(
                                new RunState(catalog.get(), options, seed != null ? seed : options.seed()),
                                ttl == null ? TTL : ttl))
                .state();
    }

    private void expire() {
        Instant now = options.clock().instant();
        live.values().removeIf(l -> l.state().lastUsed().plus(l.ttl()).isBefore(now));
    }

    public boolean close(String id) {
        return live.remove(id) != null;
    }

    /** All runs by id, the shared one included. */
    public Map<String, RunState> all() {
        Map<String, RunState> out = new TreeMap<>();
        out.put(DEFAULT, shared);
        live.forEach((id, l) -> out.put(id, l.state()));
        return out;
    }

    public void adopt(Catalog next) {
        shared.adopt(next);
        live.values().forEach(l -> l.state().adopt(next));
    }
}
