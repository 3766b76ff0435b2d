package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.config.Durations;
import dev.doppel.twin.engine.RunState;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.table.Times;
import dev.doppel.twin.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** /runs and /clock. */
final class RunArea implements AdminApi.Area {
    private final TwinInstance twin;

    RunArea(TwinInstance twin) {
        this.twin = twin;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.is("GET", "runs")) {
            List<Object> all = new ArrayList<>();
            twin.runs()
                    .all()
                    .forEach((id, run) ->
                            all.add(Map.of("id", id, "lastUsed", run.lastUsed().toString())));
            return AdminApi.ok(Map.of("runs", all));
        }
        if (ask.is("POST", "runs")) {
            Map<String, Object> body = ask.body();
            String id = body.get("id") == null ? UUID.randomUUID().toString() : Values.show(body.get("id"));
            Duration ttl = body.get("ttl") == null ? null : Durations.parse(Values.show(body.get("ttl")));
            if (ttl == null && body.get("ttl") != null) {
                return AdminApi.error(
                        400, "invalid_request", "ttl is a time such as 90s or 1h, not " + body.get("ttl"));
            }
            Long seed = body.get("seed") instanceof Number n ? n.longValue() : null;
            RunState run = twin.runs().open(id, ttl, seed);
            return run == null
                    ? AdminApi.error(429, "too_many_runs", "no further run can be made, or the id is not usable")
                    : TwinResponse.json(201, Map.of("id", id));
        }
        if (ask.is("DELETE", "runs", "*")) {
            return twin.runs().close(ask.parts().get(1))
                    ? TwinResponse.empty(204)
                    : AdminApi.error(
                            404, "not_found", "there is no run " + ask.parts().get(1));
        }
        if (ask.is("POST", "clock")) {
            Map<String, Object> body = ask.body();
            Duration by = body.get("advance") == null ? null : Durations.parse(Values.show(body.get("advance")));
            Instant to = Times.parse(body.get("set"));
            if (by == null && to == null) {
                return AdminApi.error(400, "invalid_request", "give advance (such as 1h) or set (an RFC 3339 time)");
            }
            RunState run = ask.run();
            Duration shift = to != null
                    ? run.shift().plus(Duration.between(run.now(), to))
                    : by == null ? run.shift() : run.shift().plus(by);
            run.shift(shift);
            return AdminApi.ok(Map.of("now", run.now().toString()));
        }
        return null;
    }
}
