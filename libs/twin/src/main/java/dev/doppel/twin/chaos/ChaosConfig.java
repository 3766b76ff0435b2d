package dev.doppel.twin.chaos;

import com.google.re2j.Pattern;
import dev.doppel.twin.config.Durations;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chaos settings: file form (under {@code global}) and admin form (top level) alike. Immutable; {@code raw} as given. */
public record ChaosConfig(boolean enabled, List<Fault> global, List<Rule> rules, Map<String, Object> raw) {
    public static final ChaosConfig OFF = new ChaosConfig(false, List.of(), List.of(), Map.of("enabled", false));

    /** One fault with its settings; names of both documented spellings are understood by {@link #number} and {@link #duration}. */
    public record Fault(String type, double probability, Map<String, Object> config) {
        public double number(double otherwise, String... names) {
            for (String name : names) {
                if (config.get(name) instanceof Number n) {
                    return n.doubleValue();
                }
            }
            return otherwise;
        }

        public Duration duration(Duration otherwise, String... names) {
            for (String name : names) {
                Object value = config.get(name);
                if (value instanceof Number n) {
                    return name.endsWith("Seconds")
                            ? Duration.ofSeconds(n.longValue())
                            : Duration.ofMillis(n.longValue());
                }
                Duration d = value instanceof String s ? Durations.parse(s) : null;
                if (d != null) {
                    return d;
                }
            }
            return otherwise;
        }

        public String text(String name) {
            return Values.show(config.get(name));
        }

        public List<Integer> statuses() {
            return Values.listOrEmpty(config.get("statusCodes")).stream()
                    .filter(n -> n instanceof Number)
                    .map(n -> ((Number) n).intValue())
                    .toList();
        }
    }

    /** Faults for the paths and methods that a rule names; no methods means all. */
    public record Rule(Pattern path, List<String> methods, double probability, List<Fault> faults) {
        boolean matches(String method, String rawPath) {
            return (methods.isEmpty() || methods.contains(method))
                    && path.matcher(rawPath).find();
        }
    }

    /** Reads settings; {@link IllegalArgumentException} says what is wrong. */
    public static ChaosConfig of(@Nullable Map<String, Object> raw) {
        if (raw == null) {
            return OFF;
        }
        Map<String, Object> g = raw.get("global") instanceof Map<?, ?> m ? Values.mapOrEmpty(m) : raw;
        List<Fault> global = new ArrayList<>();
        for (String name : List.of("latency", "errorRate", "bandwidth")) {
            Map<String, Object> part = Values.map(g.get(name));
            if (part != null) {
                String type = name.equals("errorRate") ? "error" : name.equals("bandwidth") ? "slow_body" : "latency";
                global.add(new Fault(type, probability(part), part));
            }
        }
        List<Rule> rules = new ArrayList<>();
        for (Object item : Values.listOrEmpty(raw.get("rules"))) {
            Map<String, Object> r = Values.mapOrEmpty(item);
            Pattern path = SafePattern.compile(Values.show(r.get("pathPattern")));
            if (path == null) {
                throw new IllegalArgumentException(
                        "rules.pathPattern is not a usable RE2 expression: " + r.get("pathPattern"));
            }
            List<Fault> faults = new ArrayList<>();
            for (Object f : Values.listOrEmpty(r.get("faults"))) {
                Map<String, Object> fault = Values.mapOrEmpty(f);
                Map<String, Object> config = new LinkedHashMap<>(fault);
                config.putAll(Values.mapOrEmpty(fault.get("config")));
                String type = Values.show(fault.get("type"));
                if (!FAULTS.contains(type)) {
                    throw new IllegalArgumentException(
                            "unknown fault type " + type + "; known: " + String.join(", ", FAULTS));
                }
                faults.add(new Fault(type, probability(fault), config));
            }
            rules.add(new Rule(
                    path,
                    Values.listOrEmpty(r.get("methods")).stream()
                            .map(v -> Values.show(v).toUpperCase(Locale.ROOT))
                            .toList(),
                    probability(r),
                    faults));
        }
        return new ChaosConfig(!Boolean.FALSE.equals(raw.get("enabled")), global, rules, raw);
    }

    /** Omitted means always; values outside 0 to 1 are clamped. */
    private static double probability(Map<String, Object> part) {
        return part.get("probability") instanceof Number n ? Math.clamp(n.doubleValue(), 0, 1) : 1;
    }

    /** Names of a probability that lies outside 0 to 1, or null. */
    public static @Nullable String badProbability(@Nullable Object node) {
        if (node instanceof Map<?, ?> m) {
            for (var e : m.entrySet()) {
                if ("probability".equals(e.getKey())
                        && e.getValue() instanceof Number n
                        && (n.doubleValue() < 0 || n.doubleValue() > 1)) {
                    return "probability " + n + " lies outside 0 to 1";
                }
                String inner = badProbability(e.getValue());
                if (inner != null) {
                    return inner;
                }
            }
        } else if (node instanceof List<?> l) {
            for (Object item : l) {
                String inner = badProbability(item);
                if (inner != null) {
                    return inner;
                }
            }
        }
        return null;
    }

    public static final List<String> FAULTS = List.of(
            "latency",
            "error",
            "timeout",
            "empty_response",
            "connection_reset",
            "slow_body",
            "corrupt_body",
            "partial_response",
            "chunked_dribble",
            "circuit_breaker",
            "retry_after",
            "progressive_degradation");
}
