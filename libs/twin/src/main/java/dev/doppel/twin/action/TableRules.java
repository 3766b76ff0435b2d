package dev.doppel.twin.action;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.ValidationSpec;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.schema.Formats;
import dev.doppel.twin.schema.RuleValidator;
import dev.doppel.twin.schema.Violation;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table's own validation (spec 4.3). */
final class TableRules {
    private TableRules() {}

    /** Rejects by mode: strict everything, permissive only what is missing, warn nothing. */
    static void check(TableSpec table, Map<String, Object> input, boolean whole, boolean create) {
        ValidationSpec spec = table.validation();
        if (spec == null || spec.mode().equals("warn")) {
            return;
        }
        List<String> required = new ArrayList<>(spec.required());
        Map<String, Object> fields = new LinkedHashMap<>();
        if (spec.auto()) {
            infer(table, required, fields);
        }
        fields.putAll(spec.fields());
        ValidationSpec.Part part = create ? spec.onCreate() : spec.onUpdate();
        if (part != null) {
            required.addAll(part.required());
            fields.putAll(part.fields());
        }
        List<Violation> violations = RuleValidator.body(spec, required, fields, input, whole);
        List<Violation> counted = spec.mode().equals("permissive")
                ? violations.stream().filter(v -> v.code().equals("required")).toList()
                : violations;
        if (!counted.isEmpty()) {
            Violation first = counted.getFirst();
            throw TwinFault.invalid(first.field(), first.message())
                    .withStatus(spec.failStatus())
                    .withViolations(counted.stream().map(Violation::asMap).toList());
        }
    }

    private static void infer(TableSpec table, List<String> required, Map<String, Object> fields) {
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Map<String, Object> seed : table.seeds()) {
            seed.forEach((name, value) -> {
                if (!name.equals(table.idField())
                        && !name.equals(table.response().timestamps().createdAt())) {
                    seen.merge(name, 1, Integer::sum);
                    String type = type(value);
                    types.merge(name, type == null ? "" : type, (a, b) -> a.equals(b) ? a : "");
                }
            });
        }
        types.forEach((name, type) -> {
            Map<String, Object> rule = new LinkedHashMap<>();
            if (!type.isEmpty()) {
                rule.put("type", type);
            }
            boolean email = type.equals("string")
                    && table.seeds().stream()
                            .allMatch(s -> !s.containsKey(name) || Formats.valid("email", Values.show(s.get(name))));
            if (email) {
                rule.put("format", "email");
            }
            fields.put(name, rule);
            if (seen.getOrDefault(name, 0) == table.seeds().size()) {
                required.add(name);
            }
        });
    }

    private static @Nullable String type(@Nullable Object value) {
        return switch (value) {
            case String s -> "string";
            case Boolean b -> "boolean";
            case Long l -> "integer";
            case Number n -> "number";
            case List<?> l -> "array";
            case Map<?, ?> m -> "object";
            case null, default -> null;
        };
    }
}
