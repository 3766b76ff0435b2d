package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.chaos.ChaosConfig;
import dev.doppel.twin.chaos.ChaosProfiles;
import dev.doppel.twin.http.TwinResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /chaos. */
final class ChaosArea implements AdminApi.Area {
    private final TwinInstance twin;

    ChaosArea(TwinInstance twin) {
        this.twin = twin;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.is("GET", "chaos")) {
            return AdminApi.ok(twin.chaos().config().raw());
        }
        if (ask.is("PUT", "chaos")) {
            Map<String, Object> body = ask.body();
            String bad = ChaosConfig.badProbability(body);
            if (bad != null) {
                return AdminApi.error(400, "invalid_chaos", bad);
            }
            twin.chaos().configure(ChaosConfig.of(body));
            return AdminApi.ok(body);
        }
        if (ask.is("GET", "chaos", "stats")) {
            return AdminApi.ok(twin.chaos().stats());
        }
        if (ask.is("POST", "chaos", "stats", "reset")) {
            twin.chaos().resetStats();
            return AdminApi.ok(Map.of("status", "reset"));
        }
        if (ask.is("GET", "chaos", "profiles")) {
            List<Object> all = new ArrayList<>();
            ChaosProfiles.all().forEach((name, config) -> all.add(Map.of("name", name, "config", config)));
            return AdminApi.ok(Map.of("profiles", all));
        }
        if (ask.is("GET", "chaos", "faults")) {
            return AdminApi.ok(Map.of("faults", ChaosConfig.FAULTS));
        }
        if (ask.is("GET", "chaos", "profiles", "*") || ask.is("POST", "chaos", "profiles", "*", "apply")) {
            Map<String, Object> profile = ChaosProfiles.find(ask.parts().get(2));
            if (profile == null) {
                return AdminApi.error(
                        404,
                        "not_found",
                        "there is no profile " + ask.parts().get(2) + "; known: "
                                + String.join(", ", ChaosProfiles.all().keySet()));
            }
            if (ask.method().equals("POST")) {
                twin.chaos().configure(ChaosConfig.of(profile));
            }
            return AdminApi.ok(profile);
        }
        if (ask.is("POST", "chaos", "circuit-breakers", "*", "trip")
                || ask.is("POST", "chaos", "circuit-breakers", "*", "reset")) {
            boolean trip = ask.parts().get(3).equals("trip");
            twin.chaos().breaker(ask.parts().get(2), trip, ask.run().now());
            return AdminApi.ok(Map.of("status", trip ? "tripped" : "reset"));
        }
        return null;
    }
}
