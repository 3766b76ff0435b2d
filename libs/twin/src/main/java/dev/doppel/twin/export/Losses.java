package dev.doppel.twin.export;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a format other than mockd's leaves out of a twin: a warning for each thing, with its place in the configuration (in a document where
 * it comes from one). Codes begin with {@code export-}.
 */
final class Losses {
    /** Top-level keys that are told entry by entry, or that say nothing of what is served. */
    private static final Set<String> TOLD = Set.of(
            "version",
            "kind",
            "name",
            "imports",
            "tables",
            "extend",
            "mocks",
            "customOperations",
            "statefulResources",
            "webhooks",
            "serverConfig");

    private static final Set<String> PLAIN_TABLE = Set.of("name", "idField", "seedData");
    private static final Set<String> NOTES = Set.of("description", "tags", "parentId", "workspaceId");
    private static final Set<ExportFormat> REQUESTS_ONLY =
            Set.of(ExportFormat.CURL, ExportFormat.INSOMNIA_JSON, ExportFormat.INSOMNIA_YAML);

    private final ExportFormat format;
    private final Catalog catalog;
    private final String target;
    private final List<Problem> out = new ArrayList<>();

    private Losses(ExportFormat format, Catalog catalog) {
        this.format = format;
        this.catalog = catalog;
        String name = format.name().toLowerCase(Locale.ROOT);
        this.target = name.indexOf('_') < 0 ? name : name.substring(0, name.indexOf('_'));
    }

    /** In the order of the configuration; the same catalog gives the same list. Nothing for mockd's own forms. */
    static List<Problem> of(ExportFormat format, Catalog catalog) {
        if (format == ExportFormat.MOCKD_JSON || format == ExportFormat.MOCKD_YAML) {
            return List.of();
        }
        Losses losses = new Losses(format, catalog);
        losses.configuration();
        losses.documents();
        catalog.tables().values().forEach(losses::table);
        catalog.mocks().values().forEach(losses::mock);
        losses.behaviour();
        if (REQUESTS_ONLY.contains(format)) {
            losses.configured(
                    "export-answer",
                    "",
                    losses.target + " keeps requests alone: the answers of all "
                            + catalog.mocks().size() + " operations are left out");
        }
        return losses.out;
    }

    /** A warning about the configuration; imported ones stand below {@code /imports}. */
    private void configured(String code, String pointer, String message) {
        add("configuration", code, pointer, message);
    }

    private void add(String file, String code, String pointer, String message) {
        out.add(new Problem(Problem.Severity.WARNING, code, file, pointer, 0, 0, message));
    }

    private void configuration() {
        catalog.config().raw().forEach((key, value) -> {
            if (!TOLD.contains(key) && !key.startsWith("x-") && !empty(value)) {
                configured("export-setting", "/" + key, key + " is left out: " + target + " has no such thing");
            }
        });
        Values.mapOrEmpty(catalog.config().raw().get("serverConfig"))
                .forEach((key, value) -> configured(
                        "export-setting",
                        "/serverConfig/" + key,
                        "the server's " + key + " is left out: " + target + " has no such thing"));
    }

    private static boolean empty(Object value) {
        return value == null
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof List<?> list && list.isEmpty();
    }

    private void documents() {
        for (TwinConfig.ImportSpec spec : catalog.sources().documents()) {
            if (!openapi()) {
                add(
                        spec.source(),
                        "export-document",
                        "",
                        "of each operation one request and one answer are written: schemas, other answers and texts of the"
                                + " document are left out");
            }
            if (spec.fixtures() != null) {
                configured("export-setting", spec.pointer() + "/fixtures", "fixtures are left out");
            }
            if (spec.echo()) {
                configured("export-setting", spec.pointer() + "/echo", "answers do not echo requests there");
            }
            if (!spec.idempotency().equals("auto")) {
                configured("export-setting", spec.pointer() + "/idempotency", "the rule for repeated keys is left out");
            }
        }
    }

    private boolean openapi() {
        return format == ExportFormat.OPENAPI_JSON || format == ExportFormat.OPENAPI_YAML;
    }

    private void table(TableSpec table) {
        List<String> parts = new ArrayList<>();
        parts.add(table.seeds().size() + " seed row(s)");
        table.raw().keySet().stream().filter(k -> !PLAIN_TABLE.contains(k)).forEach(parts::add);
        configured(
                "export-table",
                table.pointer(),
                "the table " + table.name() + " is left out (" + String.join(", ", parts) + "): " + target
                        + " keeps no rows");
    }

    private void mock(Mock mock) {
        String place = place(mock);
        String file = mock.source() instanceof Mock.Imported i ? i.from().source() : "configuration";
        if (!mock.enabled()) {
            add(file, "export-mock", place, mock.id() + " is left out: it is switched off");
            return;
        }
        if (mock.path().isEmpty()) {
            add(
                    file,
                    "export-mock",
                    place,
                    mock.source() instanceof Mock.Written w && w.spec().answer() instanceof MockSpec.Foreign
                            ? mock.id() + " is left out: it is a " + w.spec().type() + " mock"
                            : mock.id() + " is left out: it names no path, only conditions");
            return;
        }
        if (mock.target() != null) {
            configured(
                    "export-binding",
                    binding(mock, place),
                    mock.id() + " is bound to the table "
                            + mock.target().table().name() + " ("
                            + mock.target().action() + ")"
                            + (mock.target().operation() == null
                                    ? ""
                                    : " and the operation "
                                            + mock.target().operation().name())
                            + ": " + (REQUESTS_ONLY.contains(format) ? "that is left out" : "one answer is written"));
        }
        if (mock.source() instanceof Mock.Written written) {
            written(written.spec(), mock);
        }
    }

    private static String place(Mock mock) {
        return switch (mock.source()) {
            case Mock.Imported i -> i.operation().pointer();
            case Mock.Written w -> w.spec().pointer();
        };
    }

    private String binding(Mock mock, String otherwise) {
        String found = otherwise;
        for (TwinConfig part : catalog.sources().parts()) {
            for (TwinConfig.BindingSpec spec : part.bindings()) {
                if (spec.mock().equals(mock.id())
                        || spec.mock().equals(mock.operationId())
                        || spec.mock().equalsIgnoreCase(mock.method() + " " + mock.path())) {
                    found = spec.pointer();
                }
            }
        }
        return found;
    }

    private void written(MockSpec spec, Mock mock) {
        String http = spec.pointer() + (spec.raw().containsKey("http") ? "/http" : "");
        for (Trait trait : Trait.values()) {
            boolean answerOnly = trait.code.equals("export-answer") && REQUESTS_ONLY.contains(format);
            if (trait.lost(spec, format) && !answerOnly) {
                configured(trait.code, http + trait.pointer, mock.id() + ": " + trait.loss);
            }
        }
        spec.raw().keySet().stream()
                .filter(key -> NOTES.contains(key)
                        || key.equals("operationId") && !openapi()
                        || key.equals("id")
                                && (openapi()
                                        ? spec.operationId() != null
                                        : !spec.name().equals(spec.id())))
                .forEach(key -> configured(
                        "export-note", spec.pointer() + "/" + key, mock.id() + ": its " + key + " is left out"));
    }

    private void behaviour() {
        for (TwinConfig part : catalog.sources().parts()) {
            part.operations().stream()
                    .filter(o -> catalog.operations().containsKey(o.name()))
                    .forEach(o -> configured(
                            "export-operation",
                            o.pointer(),
                            "the custom operation " + o.name() + " ("
                                    + o.steps().size() + " steps) is left out"));
            part.rules()
                    .forEach(r -> configured("export-rule", r.pointer(), "the rule for " + r.mock() + " is left out"));
            part.webhooks()
                    .forEach(w ->
                            configured("export-webhook", w.pointer(), "the webhook on " + w.on() + " is left out"));
        }
    }
}
