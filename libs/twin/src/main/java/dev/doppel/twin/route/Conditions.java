package dev.doppel.twin.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.http.TwinRequest.ClientCertificate;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of a hand-written mock beside method and path, compiled once. Immutable. */
final class Conditions {
    static final Conditions NONE = new Conditions(
            new MockSpec.Matcher(null, null, null, Map.of(), Map.of(), null, null, null, Map.of(), Map.of()),
            null,
            null,
            null,
            Map.of());

    private final MockSpec.Matcher spec;
    private final MockSpec.@Nullable Scenario scenario;
    private final @Nullable Pattern pathPattern;
    private final @Nullable Pattern bodyPattern;
    private final Map<String, JsonPath> jsonPaths;

    private Conditions(
            MockSpec.Matcher spec,
            MockSpec.@Nullable Scenario scenario,
            @Nullable Pattern pathPattern,
            @Nullable Pattern bodyPattern,
            Map<String, JsonPath> jsonPaths) {
        this.spec = spec;
        this.scenario = scenario;
        this.pathPattern = pathPattern;
        this.bodyPattern = bodyPattern;
        this.jsonPaths = jsonPaths;
    }

    static Conditions compile(MockSpec mock, Problems problems) {
        MockSpec.Matcher spec = mock.matcher();
        Map<String, JsonPath> paths = new java.util.LinkedHashMap<>();
        for (String text : spec.bodyJsonPath().keySet()) {
            JsonPath path = JsonPath.parse(text);
            if (path == null) {
                problems.error(
                        "bad-jsonpath",
                        mock.pointer() + "/http/matcher/bodyJsonPath",
                        "not a JSONPath: " + text + "; write $.a.b, $.a[0] or $..name");
            } else {
                paths.put(text, path);
            }
        }
        return new Conditions(
                spec,
                mock.scenario(),
                regex(spec.pathPattern(), "pathPattern", mock, problems),
                regex(spec.bodyPattern(), "bodyPattern", mock, problems),
                paths);
    }

    private static @Nullable Pattern regex(@Nullable String text, String key, MockSpec mock, Problems problems) {
        if (text == null) {
            return null;
        }
        Pattern pattern = SafePattern.compile(text);
        if (pattern == null) {
            problems.error(
                    "bad-regex",
                    mock.pointer() + "/http/matcher/" + key,
                    "not a usable RE2 expression: " + text + " (no look-around, no back references, bounded size)");
        }
        return pattern;
    }

    boolean hasPathPattern() {
        return pathPattern != null;
    }

    /** All conditions with their outcome; named groups of the path pattern go into {@code captures}. */
    List<FieldMatch> check(RequestView view, Map<String, String> captures) {
        List<FieldMatch> out = new ArrayList<>(2);
        if (pathPattern != null) {
            Matcher m = pathPattern.matcher(view.path());
            boolean found = m.find();
            if (found) {
                for (var e : pathPattern.namedGroups().entrySet()) {
                    String group = m.group(e.getValue());
                    if (group != null) {
                        captures.put(e.getKey(), group);
                    }
                }
            }
            out.add(FieldMatch.of("pathPattern", found, 14, spec.pathPattern(), view.path()));
        }
        spec.headers().forEach((name, wanted) -> {
            String actual = view.request().headers().first(name);
            out.add(FieldMatch.of(
                    "headers",
                    actual != null && !actual.isEmpty() && glob(wanted, actual),
                    10,
                    name + ": " + wanted,
                    actual));
        });
        spec.queryParams().forEach((name, wanted) -> {
            String actual = view.query().first(name);
            out.add(FieldMatch.of("queryParams", wanted.equals(actual), 5, name + "=" + wanted, actual));
        });
        if (spec.bodyEquals() != null) {
            out.add(FieldMatch.of(
                    "bodyEquals", spec.bodyEquals().equals(view.body()), 25, spec.bodyEquals(), view.body()));
        }
        if (bodyPattern != null) {
            out.add(FieldMatch.of(
                    "bodyPattern", bodyPattern.matcher(view.body()).find(), 22, spec.bodyPattern(), view.body()));
        }
        if (spec.bodyContains() != null) {
            out.add(FieldMatch.of(
                    "bodyContains", view.body().contains(spec.bodyContains()), 20, spec.bodyContains(), view.body()));
        }
        jsonPaths.forEach((text, path) -> {
            Object wanted = spec.bodyJsonPath().get(text);
            List<Object> found = view.json() == null ? List.of() : path.find(view.json());
            boolean ok = wanted instanceof Map<?, ?> m && m.get("exists") instanceof Boolean must
                    ? must != found.isEmpty()
                    : found.stream().anyMatch(f -> Values.equal(f, wanted));
            out.add(FieldMatch.of(
                    "bodyJSONPath", ok && (view.json() != null), 15, text + " = " + Values.show(wanted), found));
        });
        if (scenario != null && scenario.requires() != null) {
            String now = view.state(scenario.name());
            out.add(FieldMatch.of(
                    "scenario",
                    scenario.requires().equals(now),
                    10,
                    scenario.name() + " in state " + scenario.requires(),
                    now));
        }
        mtls(view.request().clientCertificate(), out);
        return out;
    }

    private void mtls(@Nullable ClientCertificate cert, List<FieldMatch> out) {
        Map<String, Object> m = spec.mtls();
        if (m.isEmpty()) {
            return;
        }
        if (Boolean.TRUE.equals(m.get("requireAuth"))) {
            out.add(FieldMatch.of(
                    "mtls",
                    cert != null && cert.verified(),
                    5,
                    "a verified client certificate",
                    cert == null ? null : cert.cn()));
        }
        fact(out, m.get("cn"), cert == null ? null : cert.cn(), 15);
        fact(out, m.get("ou"), cert == null ? null : cert.ou(), 10);
        fact(out, m.get("o"), cert == null ? null : cert.o(), 10);
        fact(out, m.get("fingerprint"), cert == null ? null : cert.fingerprint(), 50);
        fact(out, m.get("issuer"), cert == null ? null : cert.issuerCn(), 10);
        if (m.get("cnPattern") instanceof String regex) {
            Pattern p = SafePattern.compile(regex);
            out.add(FieldMatch.of(
                    "mtls",
                    cert != null && p != null && p.matcher(cert.cn()).find(),
                    12,
                    regex,
                    cert == null ? null : cert.cn()));
        }
        Map<String, Object> san = Values.mapOrEmpty(m.get("san"));
        member(out, san.get("dns"), cert == null ? List.of() : cert.dns());
        member(out, san.get("email"), cert == null ? List.of() : cert.email());
        member(out, san.get("ip"), cert == null ? List.of() : cert.ip());
    }

    private static void fact(List<FieldMatch> out, @Nullable Object wanted, @Nullable String actual, int points) {
        if (wanted != null) {
            out.add(FieldMatch.of("mtls", Values.show(wanted).equalsIgnoreCase(actual), points, wanted, actual));
        }
    }

    private static void member(List<FieldMatch> out, @Nullable Object wanted, List<String> actual) {
        if (wanted != null) {
            out.add(FieldMatch.of("mtls", actual.contains(Values.show(wanted)), 10, wanted, actual));
        }
    }

    /** Exact, or {@code p*}, {@code *s}, {@code *m*}. */
    static boolean glob(String wanted, String actual) {
        boolean head = wanted.startsWith("*");
        boolean tail = wanted.length() > 1 && wanted.endsWith("*");
        if (wanted.equals("*")) {
            return true;
        }
        String core = wanted.substring(head ? 1 : 0, wanted.length() - (tail ? 1 : 0));
        return head && tail
                ? actual.contains(core)
                : head ? actual.endsWith(core) : tail ? actual.startsWith(core) : actual.equals(wanted);
    }
}
