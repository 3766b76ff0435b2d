package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /health, /ready, /status, /metrics, /config. */
final class HealthArea implements AdminApi.Area {
    private final TwinInstance twin;

    HealthArea(TwinInstance twin) {
        this.twin = twin;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        long mocks = twin.catalog().mocks().size();
        if (ask.is("GET", "health")) {
            return AdminApi.ok(Map.of("status", "healthy"));
        }
        if (ask.is("GET", "ready")) {
            return AdminApi.ok(Map.of("status", "ready", "mocks", mocks));
        }
        if (ask.is("GET", "status")) {
            return AdminApi.ok(Map.of(
                    "status",
                    "running",
                    "mocks",
                    mocks,
                    "tables",
                    (long) twin.catalog().tables().size(),
                    "bindings",
                    twin.catalog().bindings(),
                    "runs",
                    (long) twin.runs().all().size()));
        }
        if (ask.is("GET", "metrics")) {
            String text = "# TYPE doppel_twin_mocks gauge\ndoppel_twin_mocks " + mocks
                    + "\n# TYPE doppel_twin_runs gauge\ndoppel_twin_runs "
                    + twin.runs().all().size() + "\n";
            return new TwinResponse(
                    200,
                    Headers.of("Content-Type", "text/plain; version=0.0.4"),
                    text.getBytes(StandardCharsets.UTF_8));
        }
        if (ask.is("GET", "config")) {
            return AdminApi.ok(twin.catalog().config().raw());
        }
        return null;
    }
}
