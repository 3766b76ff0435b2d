package dev.doppel.twin.config;

import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@code response} block. */
final class TransformReader {
    private static final Set<String> KEYS = Set.of(
            "timestamps",
            "fields",
            "list",
            "create",
            "delete",
            "errors",
            "get",
            "update",
            "patch",
            "custom",
            "complete",
            "defaults");

    private TransformReader() {}

    static Transforms read(@Nullable Section s) {
        if (s == null) {
            return Transforms.NONE;
        }
        s.known(KEYS);
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (String verb : List.of("get", "update", "patch", "custom", "list")) {
            Section verbShape = s.section(verb);
            Integer status = verbShape == null ? null : verbShape.integer("status");
            if (status != null) {
                statuses.put(verb, checkedStatus(s, verb, status));
            }
        }
        return new Transforms(
                timestamps(s.sectionOrEmpty("timestamps")),
                fields(s.sectionOrEmpty("fields")),
                list(s.section("list")),
                create(s.sectionOrEmpty("create")),
                delete(s.sectionOrEmpty("delete")),
                errors(s.section("errors")),
                statuses,
                complete(s),
                s.values("defaults"));
    }

    private static int checkedStatus(Section s, String key, int status) {
        if (status < 100 || status > 599) {
            s.error(key, "status must lie between 100 and 599, not " + status);
            return 200;
        }
        return status;
    }

    private static Transforms.Complete complete(Section s) {
        String word = s.text("complete", "off").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "off", "false" -> Transforms.Complete.OFF;
            case "nulls" -> Transforms.Complete.NULLS;
            case "example" -> Transforms.Complete.EXAMPLE;
            case "schema" -> Transforms.Complete.SCHEMA;
            default -> {
                s.error("complete", "complete must be off, nulls, example or schema, not " + word);
                yield Transforms.Complete.OFF;
            }
        };
    }

    private static Transforms.Timestamps timestamps(Section s) {
        s.known(Set.of("format", "fields"));
        Map<String, String> names = s.textMap("fields");
        names.keySet().stream()
                .filter(k -> !k.equals("createdAt") && !k.equals("updatedAt"))
                .forEach(k ->
                        s.warn("unknown-key", "fields", "timestamps.fields knows createdAt and updatedAt, not " + k));
        String word = s.text("format", "rfc3339");
        Transforms.TimestampFormat format = switch (word.toLowerCase(Locale.ROOT)) {
            case "unix" -> Transforms.TimestampFormat.UNIX;
            case "unix_ms" -> Transforms.TimestampFormat.UNIX_MS;
            case "iso8601" -> Transforms.TimestampFormat.ISO8601;
            case "rfc2822" -> Transforms.TimestampFormat.RFC2822;
            case "none" -> Transforms.TimestampFormat.NONE;
            case "rfc3339" -> Transforms.TimestampFormat.RFC3339;
            default -> {
                s.warn("unknown-word", "format", "unknown timestamp format " + word + "; rfc3339 is used");
                yield Transforms.TimestampFormat.RFC3339;
            }
        };
        return new Transforms.Timestamps(
                format, names.getOrDefault("createdAt", "createdAt"), names.getOrDefault("updatedAt", "updatedAt"));
    }

    private static Transforms.Fields fields(Section s) {
        s.known(Set.of("rename", "hide", "wrapAsList", "inject"));
        Map<String, String> wrap = new LinkedHashMap<>();
        s.values("wrapAsList")
                .forEach((k, v) -> wrap.put(k, Values.show(Values.mapOrEmpty(v).get("url"))));
        return new Transforms.Fields(s.textMap("rename"), s.texts("hide"), wrap, s.values("inject"));
    }

    private static Transforms.@Nullable ListShape list(@Nullable Section s) {
        if (s == null) {
            return null;
        }
        s.known(Set.of(
                "dataField", "extraFields", "metaFields", "hideMeta", "defaultLimit", "maxLimit", "status", "where"));
        return new Transforms.ListShape(
                s.text("dataField", "data"),
                s.values("extraFields"),
                s.textMap("metaFields"),
                s.flag("hideMeta", false),
                s.integer("defaultLimit", 0),
                s.integer("maxLimit", 0),
                s.text("where"));
    }

    private static Transforms.CreateShape create(Section s) {
        s.known(Set.of("status", "body"));
        return new Transforms.CreateShape(
                checkedStatus(s, "status", s.integer("status", 201)), s.has("body") ? s.values("body") : null);
    }

    private static Transforms.DeleteShape delete(Section s) {
        s.known(Set.of("status", "body", "preserve", "afterDelete"));
        int status = checkedStatus(s, "status", s.integer("status", 204));
        Map<String, Object> body = s.has("body") ? s.values("body") : null;
        if (body != null && status == 204) {
            s.warn("body-never-sent", "body", "delete.body is never sent with status 204; set delete.status to 200");
        }
        String after = s.text("afterDelete");
        if (after != null && !Set.of("gone", "visible", "body").contains(after)) {
            s.error("afterDelete", "afterDelete must be gone, visible or body, not " + after);
            after = null;
        }
        return new Transforms.DeleteShape(status, body, s.flag("preserve", false), after);
    }

    private static Transforms.@Nullable ErrorShape errors(@Nullable Section s) {
        if (s == null) {
            return null;
        }
        s.known(Set.of("wrap", "fields", "typeMap", "codeMap", "inject", "messages"));
        Set<String> kinds = Set.of(
                "NOT_FOUND",
                "CONFLICT",
                "VALIDATION_ERROR",
                "PAYLOAD_TOO_LARGE",
                "CAPACITY_EXCEEDED",
                "INTERNAL_ERROR");
        for (String key : List.of("typeMap", "codeMap", "messages")) {
            for (String kind : s.textMap(key).keySet()) {
                if (!kinds.contains(kind)) {
                    List<String> near = Names.nearest(kind, kinds.stream(), 1);
                    s.warn(
                            "unknown-word",
                            key,
                            "unknown error kind " + kind
                                    + (near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?"));
                }
            }
        }
        String wrap = s.text("wrap");
        return new Transforms.ErrorShape(
                wrap == null || wrap.isEmpty() ? null : wrap,
                s.textMap("fields"),
                s.textMap("typeMap"),
                s.textMap("codeMap"),
                s.values("inject"),
                s.textMap("messages"));
    }
}
