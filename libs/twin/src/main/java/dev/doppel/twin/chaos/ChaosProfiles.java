package dev.doppel.twin.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ready-made settings (spec section 8). */
public final class ChaosProfiles {
    private static final Map<String, Map<String, Object>> ALL = new LinkedHashMap<>();

    static {
        add("slow-api", latency("500ms", "2000ms"), null, null);
        add("degraded", latency("200ms", "800ms"), errors(0.05, 503), null);
        add("flaky", latency("0ms", "100ms"), errors(0.2, 500, 502, 503), null);
        add("offline", null, errors(1, 503), null);
        add("timeout", latency("30s", "30s"), null, null);
        add("rate-limited", latency("50ms", "200ms"), errors(0.3, 429), null);
        add("mobile-3g", latency("300ms", "800ms"), errors(0.02, 503), 51_200);
        add("satellite", latency("600ms", "2000ms"), errors(0.05, 503), 20_480);
        add("dns-flaky", null, errors(0.1, 503), null);
        add("overloaded", latency("1000ms", "5000ms"), errors(0.15, 500, 502, 503, 504), 102_400);
    }

    private ChaosProfiles() {}

    private static Map<String, Object> latency(String min, String max) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("min", min);
        out.put("max", max);
        out.put("probability", 1L);
        return out;
    }

    private static Map<String, Object> errors(double probability, Integer... codes) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("probability", probability);
        out.put(
                "statusCodes",
                List.of(codes).stream().map(c -> (Object) (long) c).toList());
        out.put("defaultCode", (long) codes[0]);
        return out;
    }

    private static void add(
            String name,
            @Nullable Map<String, Object> latency,
            @Nullable Map<String, Object> errors,
            @Nullable Integer bandwidth) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("enabled", true);
        if (latency != null) {
            out.put("latency", latency);
        }
        if (errors != null) {
            out.put("errorRate", errors);
        }
        if (bandwidth != null) {
            Map<String, Object> b = new LinkedHashMap<>();
            b.put("bytesPerSecond", (long) bandwidth);
            b.put("probability", 1L);
            out.put("bandwidth", b);
        }
        ALL.put(name, out);
    }

    public static @Nullable Map<String, Object> find(String name) {
        return ALL.get(name);
    }

    public static Map<String, Map<String, Object>> all() {
        return ALL;
    }
}
