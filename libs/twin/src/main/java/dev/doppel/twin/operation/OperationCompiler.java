package dev.doppel.twin.operation;

import dev.doppel.twin.config.Section;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compiles operations; what cannot run is a load error that names operation, step and field. */
public final class OperationCompiler {
    private final TwinConfig.OperationSpec spec;
    private final Set<String> tables;
    private final Problems problems;
    private final Set<String> known;

    private OperationCompiler(TwinConfig.OperationSpec spec, Set<String> tables, Set<String> given, Problems problems) {
        this.known = new TreeSet<>(given);
        this.spec = spec;
        this.tables = tables;
        this.problems = problems;
    }

    public static CustomOperation compile(TwinConfig.OperationSpec spec, Set<String> tables, Problems problems) {
        return compile(spec, tables, Set.of("input"), problems);
    }

    /** As above, for steps that find the {@code given} names beside those they define. */
    public static CustomOperation compile(
            TwinConfig.OperationSpec spec, Set<String> tables, Set<String> given, Problems problems) {
        return new OperationCompiler(spec, tables, given, problems).compile();
    }

    private CustomOperation compile() {
        List<CompiledStep> steps = new ArrayList<>();
        Set<String> touched = new TreeSet<>();
        for (int i = 0; i < spec.steps().size(); i++) {
            TwinConfig.Step step = spec.steps().get(i);
            Section s = step.section();
            String where = "operation " + spec.name() + ", step " + (i + 1) + " (" + step.type() + ")";
            String table = s.text("resource", s.text("table", ""));
            if (!Set.of("set", "validate").contains(step.type())) {
                if (!tables.contains(table)) {
                    problems.error(
                            "unknown-table",
                            s.pointer() + "/resource",
                            where + ": there is no table \"" + table + "\"" + near(table));
                }
                touched.add(table);
            }
            Expression when = s.has("x-when") ? expression(s, "x-when", where) : null;
            CompiledStep compiled = step(step.type(), s, table, where);
            if (compiled != null) {
                steps.add(when == null ? compiled : new CompiledStep.Conditional(when, compiled));
            }
        }
        Map<String, Expression> response = spec.response() == null
                ? null
                : expressions(spec.response(), spec.pointer() + "/response", "operation " + spec.name() + ", response");
        boolean row = "row".equals(spec.raw().get("x-answer"));
        return new CustomOperation(spec.name(), spec.atomic(), steps, response, touched, row);
    }

    private String near(String table) {
        List<String> names = Names.nearest(table, tables.stream(), 3);
        return names.isEmpty() ? "" : "; did you mean " + String.join(", ", names) + "?";
    }

    private @Nullable CompiledStep step(String type, Section s, String table, String where) {
        switch (type) {
            case "read" -> {
                CompiledStep out = new CompiledStep.Read(table, expression(s, "id", where), need(s, "as", where));
                known.add(s.text("as", ""));
                return out;
            }
            case "list" -> {
                CompiledStep out = new CompiledStep.ListRows(table, need(s, "as", where), set(s, "filter", where));
                known.add(s.text("as", ""));
                return out;
            }
            case "create" -> {
                CompiledStep out = new CompiledStep.Create(table, set(s, "set", where), s.text("as"));
                define(s.text("as"));
                return out;
            }
            case "update" -> {
                CompiledStep out =
                        new CompiledStep.Update(table, expression(s, "id", where), set(s, "set", where), s.text("as"));
                define(s.text("as"));
                return out;
            }
            case "delete" -> {
                return new CompiledStep.Delete(table, expression(s, "id", where));
            }
            case "set" -> {
                CompiledStep out = new CompiledStep.Set(need(s, "var", where), expression(s, "value", where));
                define(s.text("var"));
                return out;
            }
            case "validate" -> {
                String status = s.text("errorStatus", "400");
                int code = Values.index(status);
                return new CompiledStep.Validate(
                        expression(s, "condition", where),
                        s.text("errorMessage"),
                        code < 400 || code > 599 ? 400 : code);
            }
            default -> {
                problems.error(
                        "unknown-word",
                        s.pointer() + "/type",
                        where + ": unknown step type; use read, list, create, update, delete, set or validate");
                return null;
            }
        }
    }

    private void define(@Nullable String name) {
        if (name != null) {
            known.add(name);
        }
    }

    private String need(Section s, String key, String where) {
        String text = s.text(key);
        if (text == null || text.isEmpty()) {
            problems.error("config", s.pointer(), where + " needs " + key);
            return "_";
        }
        return text;
    }

    private Expression expression(Section s, String key, String where) {
        if (!s.has(key)) {
            problems.error("config", s.pointer(), where + " needs " + key);
            return Expression.compile("nil");
        }
        return compiled(s.raw(key), s.pointer() + "/" + key, where + ", " + key);
    }

    private Map<String, Expression> set(Section s, String key, String where) {
        return expressions(Values.mapOrEmpty(s.raw(key)), s.pointer() + "/" + key, where + ", " + key);
    }

    private Map<String, Expression> expressions(Map<String, Object> map, String pointer, String where) {
        Map<String, Expression> out = new LinkedHashMap<>();
        map.forEach((field, value) ->
                out.put(field, compiled(value, pointer + Values.pointerStep(field), where + "." + field)));
        return out;
    }

    /** Text is an expression, another scalar its own literal, a map or list a literal of expressions' values as written. */
    private Expression compiled(@Nullable Object value, String pointer, String where) {
        String text = value == null
                ? "nil"
                : value instanceof Map || value instanceof List
                        ? dev.doppel.twin.value.Json.text(value)
                        : Values.show(value);
        try {
            Expression e = Expression.compile(text);
            for (String name : e.names()) {
                if (!known.contains(name)) {
                    problems.error(
                            "unknown-name",
                            pointer,
                            where + ": " + name + " is not defined by an earlier step (known: "
                                    + String.join(", ", known) + "); for the text write '\"" + name + "\"'");
                }
            }
            return e;
        } catch (ExprException e) {
            problems.error("bad-expression", pointer, where + ": " + e.text() + " in: " + text);
            return Expression.compile("nil");
        }
    }
}
