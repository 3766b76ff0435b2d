package dev.doppel.twin.config;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Parsed;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.value.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code mockd.yaml} (spec 1.1, 1.2): YAML by extension, else JSON. */
public final class TwinConfigReader {
    private static final Set<String> KEYS = Set.of(
            "version",
            "kind",
            "metadata",
            "name",
            "imports",
            "tables",
            "extend",
            "mocks",
            "customOperations",
            "statefulResources",
            "serverConfig",
            "workspaces",
            "websocketEndpoints",
            "webhooks",
            "folders",
            "environment");

    private TwinConfigReader() {}

    /** Reads text; errors are collected in {@code problems}, unreadable text is thrown. */
    public static TwinConfig read(
            String fileName, String text, Function<String, @Nullable String> env, Problems problems) {
        return read(fileName, text, env, Map.of(), problems);
    }

    /** As above; {@code server} is laid over the file's {@code serverConfig}. */
    public static TwinConfig read(
            String fileName,
            String text,
            Function<String, @Nullable String> env,
            Map<String, Object> server,
            Problems problems) {
        EnvExpansion.Expanded expanded = EnvExpansion.expand(text, env);
        Parsed parsed = parse(fileName, expanded.text());
        problems.enter(fileName, parsed.positions());
        expanded.unset()
                .forEach(name -> problems.warn(
                        "unset-variable",
                        "",
                        "the environment variable " + name + " is not set; ${" + name + "} became empty"));
        Map<String, Object> map = Values.map(parsed.value());
        if (map == null) {
            throw TwinLoadException.of(
                    "config", fileName, "", "a configuration must be a mapping with version: \"1.0\"");
        }
        return read(new Section(server.isEmpty() ? map : over(map, Map.of("serverConfig", server)), "", problems));
    }

    /** Mappings member by member, everything else as the second has it. */
    private static Map<String, Object> over(Map<String, Object> file, Map<String, Object> given) {
        Map<String, Object> out = new LinkedHashMap<>(file);
        given.forEach((name, value) -> {
            Map<String, Object> members = Values.map(value);
            out.put(name, members == null ? value : over(Values.mapOrEmpty(out.get(name)), members));
        });
        return out;
    }

    private static Parsed parse(String fileName, String text) {
        if (text.isBlank()) {
            throw TwinLoadException.of("empty", fileName, "", "the file is empty");
        }
        String lower = fileName.toLowerCase(Locale.ROOT);
        try {
            return lower.endsWith(".yaml") || lower.endsWith(".yml")
                    ? Yaml.parseConfig(text)
                    : new Parsed(Json.parseStrict(text.getBytes(StandardCharsets.UTF_8)), Map.of(), List.of());
        } catch (ValueSyntaxException e) {
            throw TwinLoadException.of("syntax", fileName, "", e.getMessage() == null ? "unreadable" : e.getMessage());
        }
    }

    /** Reads a mapping that is already parsed. */
    public static TwinConfig read(Section s) {
        String version = s.text("version");
        if (!"1.0".equals(version)) {
            s.error(
                    version == null ? "" : "version",
                    version == null
                            ? "version is missing; write version: \"1.0\""
                            : "version \"" + version + "\" is not supported; write version: \"1.0\"");
        }
        s.known(KEYS);
        List<TableSpec> tables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String key : List.of("tables", "statefulResources", "x-tables")) {
            for (Section t : s.sections(key)) {
                TableSpec table = TableReader.read(t);
                if (!names.add(table.name())) {
                    t.error("name", "a table named " + table.name() + " exists already");
                }
                tables.add(table);
            }
        }
        List<MockSpec> mocks = new ArrayList<>();
        for (Section m : s.sections("mocks")) {
            mocks.add(MockReader.read(m, mocks.size()));
        }
        List<TwinConfig.BindingSpec> bindings = new ArrayList<>();
        s.sections("extend").forEach(e -> bindings.add(binding(e, false)));
        s.sections("x-extend").forEach(e -> bindings.add(binding(e, true)));
        List<TwinConfig.WebhookSpec> webhooks = new ArrayList<>();
        s.sections("webhooks").forEach(w -> webhooks.add(webhook(w)));
        s.sections("x-webhooks").forEach(w -> webhooks.add(webhook(w)));
        return new TwinConfig(
                s.text("name", s.sectionOrEmpty("metadata").text("name", "")),
                s.sections("imports").stream().map(TwinConfigReader::imported).toList(),
                List.copyOf(tables),
                List.copyOf(bindings),
                List.copyOf(mocks),
                s.sections("customOperations").stream()
                        .map(TwinConfigReader::operation)
                        .toList(),
                server(s.sectionOrEmpty("serverConfig")),
                List.copyOf(webhooks),
                s.sections("x-rules").stream().map(TwinConfigReader::rule).toList(),
                s.map());
    }

    private static TwinConfig.ImportSpec imported(Section s) {
        s.known(Set.of("path", "url", "as", "format", "echo", "fixtures", "idempotency", "includeStatic"));
        String path = s.text("path");
        String url = s.text("url");
        Object document = s.raw("x-document");
        if (path == null && url == null && document == null) {
            s.error("", "an import needs path (a file) or url");
        }
        if (path != null && url != null) {
            s.warn("path-and-url", "url", "both path and url are set; path wins");
        }
        String idempotency = s.has("idempotency") && s.raw("idempotency") instanceof Boolean b
                ? (b ? "on" : "off")
                : s.text("idempotency", "auto");
        return new TwinConfig.ImportSpec(
                path,
                url,
                s.text("as"),
                s.text("format"),
                s.flag("echo", false),
                s.text("fixtures"),
                idempotency,
                s.flag("includeStatic", false),
                document,
                s.pointer());
    }

    private static TwinConfig.BindingSpec binding(Section s, boolean extended) {
        s.known(Set.of("mock", "table", "action", "operation", "response"));
        return new TwinConfig.BindingSpec(
                s.required("mock"),
                s.required("table"),
                s.required("action"),
                s.text("operation"),
                s.has("response") ? TransformReader.read(s.section("response")) : null,
                s.pointer(),
                extended);
    }

    static TwinConfig.OperationSpec operation(Section s) {
        s.known(Set.of("name", "consistency", "steps", "response", "description"));
        String consistency = s.text("consistency", "best_effort");
        if (!consistency.equals("best_effort") && !consistency.equals("atomic")) {
            s.error("consistency", "consistency must be best_effort or atomic, not " + consistency);
        }
        return new TwinConfig.OperationSpec(
                s.required("name"),
                consistency.equals("atomic"),
                steps(s),
                s.has("response") ? s.values("response") : null,
                s.pointer(),
                s.map());
    }

    private static List<TwinConfig.Step> steps(Section s) {
        List<TwinConfig.Step> steps = s.sections("steps").stream()
                .map(step -> new TwinConfig.Step(step.required("type"), step))
                .toList();
        if (steps.size() > 100) {
            s.error("steps", "an operation may have 100 steps, not " + steps.size());
        }
        return steps;
    }

    private static TwinConfig.WebhookSpec webhook(Section s) {
        s.known(Set.of(
                "on",
                "url",
                "endpointTable",
                "record",
                "event",
                "format",
                "secret",
                "delayMs",
                "retries",
                "when",
                "data"));
        String format = s.text("format", "json");
        if (!Set.of("json", "stripe", "twilio").contains(format)) {
            s.error("format", "format must be stripe, twilio or json, not " + format);
        }
        String url = s.text("url");
        if (url == null && s.text("endpointTable") == null && s.text("record") == null) {
            s.error("", "a webhook needs url, endpointTable or record");
        }
        return new TwinConfig.WebhookSpec(
                s.required("on"),
                url,
                s.text("endpointTable"),
                s.text("event"),
                s.text("record"),
                format,
                s.text("secret", ""),
                Duration.ofMillis(Math.max(0, s.integer("delayMs", 0))),
                Math.clamp(s.integer("retries", 5), 0, 10),
                s.text("when"),
                s.values("data"),
                s.pointer());
    }

    private static TwinConfig.RuleSpec rule(Section s) {
        s.known(Set.of(
                "mock", "after", "when", "set", "update", "vars", "params", "steps", "error", "status", "description"));
        return new TwinConfig.RuleSpec(
                s.required("mock"),
                s.flag("after", false),
                s.text("when", "true"),
                s.values("set"),
                s.values("update"),
                s.values("vars"),
                s.values("params"),
                steps(s),
                s.has("error") ? s.values("error") : null,
                s.integer("status", 400),
                s.pointer());
    }

    private static TwinConfig.ServerSpec server(Section s) {
        Section v = s.sectionOrEmpty("validation");
        Section rate = s.sectionOrEmpty("rateLimit");
        Integer body = s.integer("maxBodySize");
        String mode = v.text("mode", "strict");
        return new TwinConfig.ServerSpec(
                s.integer("httpPort", 4280),
                s.integer("adminPort", 4290),
                Math.clamp(s.integer("maxLogEntries", 1000), 1, 100_000),
                Math.clamp(body == null ? 10L << 20 : body, 1L, 100L << 20),
                s.integer("maxBoundBodySize", 1 << 20),
                s.textMap("responseHeaders"),
                new TwinConfig.ServerValidation(
                        v.flag("enabled", false),
                        v.flag("validateRequest", true),
                        v.flag("validateResponse", false),
                        v.flag("failOnError", true),
                        mode,
                        v.text("specFile")),
                s.has("chaos") ? s.values("chaos") : null,
                s.values("cors"),
                s.text("clock"),
                "visible".equals(s.text("preserved-deletes", s.text("preservedDeletes", "tombstone"))),
                rate.flag("enabled", false) ? rate.integer("requestsPerSecond", 1000) : 0,
                rate.integer("burstSize", 2000),
                s.has("auth") ? s.values("auth") : null);
    }
}
