package dev.doppel.twin.config;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tables} and {@code statefulResources}. */
final class TableReader {
    private static final Set<String> KEYS = Set.of(
            "name",
            "idField",
            "idStrategy",
            "idPrefix",
            "idType",
            "idTemplate",
            "maxItems",
            "seedData",
            "validation",
            "parentField",
            "relationships",
            "response",
            "transitions",
            "workspace",
            "description",
            "basePath");

    private TableReader() {}

    static TableSpec read(Section s) {
        s.known(KEYS);
        Section validation = s.section("validation");
        return new TableSpec(
                s.required("name"),
                s.text("idField", "id"),
                strategy(s),
                s.text("idPrefix", ""),
                "integer".equals(s.text("idType")),
                s.text("idTemplate"),
                Math.max(0, s.integer("maxItems", 0)),
                seeds(s),
                validation == null ? null : ValidationSpec.read(validation),
                s.text("parentField"),
                relations(s),
                TransformReader.read(s.section("response")),
                transitions(s.section("transitions")),
                s.pointer(),
                s.map());
    }

    private static TableSpec.IdStrategy strategy(Section s) {
        String word = s.text("idStrategy", "uuid");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "uuid", "" -> TableSpec.IdStrategy.UUID;
            case "prefix" -> TableSpec.IdStrategy.PREFIX;
            case "short" -> TableSpec.IdStrategy.SHORT;
            case "ulid" -> TableSpec.IdStrategy.ULID;
            case "sequence", "sequential", "auto-increment", "autoincrement" -> TableSpec.IdStrategy.SEQUENCE;
            case "nanoid" -> TableSpec.IdStrategy.NANOID;
            case "none" -> TableSpec.IdStrategy.NONE;
            default -> {
                s.warn(
                        "unknown-word",
                        "idStrategy",
                        "unknown idStrategy " + word
                                + "; uuid is used (known: uuid, prefix, short, ulid, sequence, nanoid, none)");
                yield TableSpec.IdStrategy.UUID;
            }
        };
    }

    private static List<Map<String, Object>> seeds(Section s) {
        List<Map<String, Object>> out = new ArrayList<>();
        List<Object> items = s.list("seedData");
        for (int i = 0; i < items.size(); i++) {
            Map<String, Object> row = Values.map(items.get(i));
            if (row == null) {
                s.problems().error("config", s.at("seedData") + "/" + i, "a seed row must be a mapping");
            } else {
                out.add(row);
            }
        }
        return out;
    }

    private static Map<String, TableSpec.Relation> relations(Section s) {
        Map<String, TableSpec.Relation> out = new LinkedHashMap<>();
        Section inner = s.sectionOrEmpty("relationships");
        for (String property : inner.map().keySet()) {
            Section r = inner.raw(property) instanceof String
                    ? new Section(Map.of("table", Values.show(inner.raw(property))), inner.pointer(), s.problems())
                    : inner.section(property);
            if (r != null) {
                out.put(
                        property,
                        new TableSpec.Relation(
                                r.required("table"),
                                r.text("field"),
                                r.text("onMissing", "ignore"),
                                r.text("onDelete", "ignore")));
            }
        }
        return out;
    }

    private static Map<String, Map<String, List<String>>> transitions(@Nullable Section s) {
        Map<String, Map<String, List<String>>> out = new LinkedHashMap<>();
        if (s != null) {
            for (String field : s.map().keySet()) {
                Section states = s.sectionOrEmpty(field);
                Map<String, List<String>> allowed = new LinkedHashMap<>();
                states.map().keySet().forEach(from -> allowed.put(from, states.texts(from)));
                out.put(field, allowed);
            }
        }
        return out;
    }
}
