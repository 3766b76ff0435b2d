package dev.doppel.twin.engine;

import dev.doppel.twin.action.Target;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.operation.OperationCompiler;
import dev.doppel.twin.route.PathTemplate;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ties mocks to tables, operations and rules; what does not fit is a load error with suggestions (spec 1.7). */
final class Binder {
    private static final Set<String> ACTIONS = Set.of("list", "create", "get", "update", "patch", "delete", "custom");

    private final Map<String, Mock> mocks;
    private final Map<String, TableSpec> tables;
    private final Map<String, CustomOperation> operations;
    private final Problems problems;
    private final Set<String> bound = new HashSet<>();

    Binder(
            Map<String, Mock> mocks,
            Map<String, TableSpec> tables,
            Map<String, CustomOperation> operations,
            Problems problems) {
        this.mocks = mocks;
        this.tables = tables;
        this.operations = operations;
        this.problems = problems;
    }

    void bind(TwinConfig.BindingSpec spec) {
        Mock mock = find(spec.mock(), spec.pointer());
        TableSpec table = tables.get(spec.table());
        if (table == null) {
            problems.error(
                    "unknown-table",
                    spec.pointer() + "/table",
                    "there is no table " + spec.table() + near(spec.table(), tables.keySet().stream()));
        }
        boolean known = ACTIONS.contains(spec.action())
                || spec.extended() && spec.action().equals("search");
        if (!known) {
            problems.error(
                    "unknown-action",
                    spec.pointer() + "/action",
                    "there is no action " + spec.action() + near(spec.action(), ACTIONS.stream())
                            + " (actions: list, create, get, update, patch, delete, custom)");
        }
        CustomOperation operation = null;
        if (spec.action().equals("custom")) {
            operation = spec.operation() == null ? null : operations.get(spec.operation());
            if (spec.operation() == null) {
                problems.error("config", spec.pointer(), "action custom needs operation");
            } else if (operation == null) {
                problems.error(
                        "unknown-operation",
                        spec.pointer() + "/operation",
                        "there is no custom operation " + spec.operation()
                                + near(spec.operation(), operations.keySet().stream()));
            }
        }
        if (mock == null || table == null || !known) {
            return;
        }
        if (mock.source() instanceof Mock.Written w && !w.spec().type().equals("http")) {
            problems.error(
                    "not-http",
                    spec.pointer() + "/mock",
                    spec.mock() + " is a " + w.spec().type() + " mock; only HTTP mocks can be bound");
            return;
        }
        if (!bound.add(mock.id()) && !spec.extended()) {
            problems.warn(
                    "bound-twice", spec.pointer(), mock.id() + " is bound more than once; the last binding is used");
        }
        Transforms transforms = spec.response() == null ? table.response() : spec.response();
        String where = transforms.list() == null ? null : transforms.list().where();
        String at = table.pointer() + "/response";
        Target.Formulas formulas = new Target.Formulas(
                expressions(transforms.defaults(), at + "/defaults"),
                where == null ? null : expression(where, at + "/list/where"));
        ApiOperation op = mock.operation();
        PathTemplate path = mock.route().path();
        Schemas schemas = mock.source() instanceof Mock.Imported i ? i.schemas() : Schemas.alone(Map.of());
        mocks.put(
                mock.id(),
                mock.bound(new Target(
                        table,
                        spec.action(),
                        operation,
                        transforms,
                        op == null ? null : op.shape(),
                        schemas,
                        path == null ? null : path.text(),
                        path == null ? List.of() : path.names(),
                        formulas)));
    }

    private static String near(String name, Stream<String> candidates) {
        List<String> names = Names.nearest(name, candidates, 3);
        return names.isEmpty() ? "" : "; did you mean " + String.join(", ", names) + "?";
    }

    private @Nullable Mock find(String reference, String pointer) {
        List<Mock> byOperation = mocks.values().stream()
                .filter(m -> reference.equals(m.operationId()))
                .toList();
        if (byOperation.size() > 1) {
            problems.error(
                    "ambiguous-mock",
                    pointer + "/mock",
                    reference + " names " + byOperation.size() + " operations: "
                            + byOperation.stream()
                                    .map(m -> m.method() + " " + m.path())
                                    .collect(Collectors.joining(", "))
                            + "; bind by METHOD /path");
            return null;
        }
        if (!byOperation.isEmpty()) {
            return byOperation.getFirst();
        }
        Mock byId = mocks.get(reference);
        if (byId != null) {
            return byId;
        }
        int space = reference.indexOf(' ');
        if (space > 0) {
            String method = reference.substring(0, space);
            String path = reference.substring(space + 1).strip();
            for (Mock mock : mocks.values()) {
                if (mock.method().equalsIgnoreCase(method) && mock.path().equals(path)) {
                    return mock;
                }
            }
        }
        Stream<String> names = mocks.values().stream().flatMap(m -> Stream.of(m.id(), m.method() + " " + m.path()));
        problems.error(
                "unknown-mock",
                pointer + "/mock",
                "there is no operation or mock " + reference + near(reference, names));
        return null;
    }

    void rule(TwinConfig.RuleSpec spec) {
        Mock mock = find(spec.mock(), spec.pointer());
        if (mock == null) {
            return;
        }
        Set<String> given = new HashSet<>(Rules.NAMES);
        given.addAll(spec.vars().keySet());
        TwinConfig.OperationSpec steps = new TwinConfig.OperationSpec(
                "rule of " + spec.mock(), true, spec.steps(), null, spec.pointer(), Map.of());
        CompiledRule rule = new CompiledRule(
                spec.after(),
                expression(spec.when(), spec.pointer() + "/when"),
                expressions(spec.vars(), spec.pointer() + "/vars"),
                spec.steps().isEmpty() ? null : OperationCompiler.compile(steps, tables.keySet(), given, problems),
                expressions(spec.params(), spec.pointer() + "/params"),
                expressions(spec.set(), spec.pointer() + "/set"),
                expressions(spec.update(), spec.pointer() + "/update"),
                spec.error() == null ? null : expressions(spec.error(), spec.pointer() + "/error"),
                spec.status());
        List<CompiledRule> rules = new ArrayList<>(mock.rules());
        rules.add(rule);
        mocks.put(mock.id(), mock.ruled(rules));
    }

    CompiledWebhook webhook(TwinConfig.WebhookSpec spec) {
        int dot = spec.on().lastIndexOf('.');
        String head = dot < 0 ? spec.on() : spec.on().substring(0, dot);
        if (!operations.containsKey(spec.on()) && !tables.containsKey(head)) {
            problems.error(
                    "unknown-trigger",
                    spec.pointer() + "/on",
                    "on names neither table.action nor an operation: " + spec.on()
                            + near(
                                    spec.on(),
                                    Stream.concat(
                                            operations.keySet().stream(),
                                            tables.keySet().stream().map(t -> t + ".create"))));
        }
        return new CompiledWebhook(
                spec,
                spec.when() == null ? null : expression(spec.when(), spec.pointer() + "/when"),
                expressions(spec.data(), spec.pointer() + "/data"));
    }

    private Map<String, Expression> expressions(Map<String, Object> map, String pointer) {
        Map<String, Expression> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put(
                k,
                expression(
                        v == null ? "nil" : v instanceof Map || v instanceof List ? Json.text(v) : Values.show(v),
                        pointer + Values.pointerStep(k))));
        return out;
    }

    private Expression expression(String text, String pointer) {
        try {
            return Expression.compile(text);
        } catch (ExprException e) {
            problems.error("bad-expression", pointer, e.text() + " in: " + text);
            return Expression.compile("nil");
        }
    }
}
