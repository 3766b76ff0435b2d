package dev.doppel.twin.generate;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.Generator;
import dev.doppel.twin.schema.SchemaValidator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the answers of one operation: lazily, cached by status, media type and seed, the same for the same seed. Thread-safe. */
public final class ResponseMaker {
    private static final Set<String> PAGING_FLAGS = Set.of(
            "has_more",
            "hasmore",
            "next_page",
            "next_page_uri",
            "next_page_url",
            "truncated",
            "next_page_token",
            "is_truncated");
    private static final int MAX_CACHED = 128;

    private final ApiOperation operation;
    private final Schemas schemas;
    private final Instant now;
    private final Map<String, Object> fixtures;
    private final Map<String, Made> cache = new ConcurrentHashMap<>();

    /** What a request asks for beyond the default answer; null where it asks nothing. */
    public record Choice(
            @Nullable String accept,
            @Nullable String code,
            @Nullable String example,
            boolean dynamic) {
        public static final Choice DEFAULT = new Choice(null, null, null, false);

        /** From {@code Prefer}, {@code Accept} and the queries {@code __code} and {@code __example}. */
        public static Choice of(Headers headers, @Nullable String queryCode, @Nullable String queryExample) {
            String code = queryCode;
            String example = queryExample;
            boolean dynamic = false;
            String prefer = headers.first("Prefer");
            if (prefer != null) {
                for (String part : prefer.split(",")) {
                    String p = part.strip();
                    if (p.startsWith("code=") && code == null) {
                        code = p.substring(5);
                    } else if (p.startsWith("example=") && example == null) {
                        example = p.substring(8);
                    } else if (p.equals("dynamic=true")) {
                        dynamic = true;
                    }
                }
            }
            return new Choice(headers.first("Accept"), code, example, dynamic);
        }
    }

    public ResponseMaker(ApiOperation operation, Schemas schemas, Instant now, Map<String, Object> fixtures) {
        this.operation = operation;
        this.schemas = schemas;
        this.now = now;
        this.fixtures = fixtures;
    }

    public Made make(long seed, Choice choice) {
        OperationShape shape = operation.shape();
        String code = choice.code() != null && shape.responses().containsKey(choice.code())
                ? choice.code()
                : shape.successCode();
        OperationShape.Response response =
                code == null ? null : shape.responses().get(code);
        String type = response == null ? null : mediaType(response.contents().keySet(), choice.accept());
        String key = code + " " + type + " " + choice.example() + " " + choice.dynamic() + " " + seed;
        Made known = cache.get(key);
        if (known == null) {
            known = create(code, response, type, choice, seed);
            if (cache.size() < MAX_CACHED) {
                cache.put(key, known);
            }
        }
        return known;
    }

    private Made create(
            @Nullable String code,
            OperationShape.@Nullable Response response,
            @Nullable String type,
            Choice choice,
            long seed) {
        int status = OperationShape.status(code);
        Headers headers = new Headers();
        if (response != null) {
            response.headers().forEach((name, h) -> header(name, h, headers, seed));
        }
        OperationShape.Media media =
                response == null || type == null ? null : response.contents().get(type);
        if (media == null) {
            Object body = status >= 400 ? Map.of("error", reason(status)) : null;
            return new Made(status, body == null ? null : "application/json", body, headers);
        }
        if (status == 204 || status == 304) {
            return new Made(status, null, null, headers);
        }
        return new Made(
                status,
                type,
                body(media, choice, Dice.seed(seed, name(), String.valueOf(code), String.valueOf(type))),
                headers);
    }

    private String name() {
        String id = operation.operationId();
        return id != null ? id : operation.method() + " " + operation.path();
    }

    private void header(String name, Map<String, Object> header, Headers out, long seed) {
        Map<String, Object> schema = header.get("schema") instanceof Map
                ? schemas.effective(header.get("schema"))
                : schemas.effective(header);
        Object value = header.containsKey("example")
                ? header.get("example")
                : schema.containsKey("example")
                        ? schema.get("example")
                        : schema.containsKey("default") ? schema.get("default") : schema.get("const");
        if (value == null && Boolean.TRUE.equals(header.get("required"))) {
            value = new Generator(schemas, Generator.Style.FULL, now, Dice.seed(seed, name), fixtures).generate(schema);
        }
        if (value != null) {
            String text = Values.show(value);
            if (text.chars().allMatch(c -> c >= 32 && c < 127)) {
                out.add(name, text);
            }
        }
    }

    private @Nullable Object body(OperationShape.Media media, Choice choice, long seed) {
        Map<String, Object> schema = media.schema();
        if (!choice.dynamic()) {
            if (choice.example() != null && media.examples().containsKey(choice.example())) {
                return media.examples().get(choice.example());
            }
            Object example = media.hasExample()
                    ? media.example()
                    : media.examples().isEmpty()
                            ? null
                            : media.examples().values().iterator().next();
            if ((media.hasExample() || !media.examples().isEmpty()) && fits(schema, example)) {
                return calmed(schema, example);
            }
        }
        if (schema == null) {
            return Map.of();
        }
        Object first = null;
        for (Generator.Style style : Generator.Style.values()) {
            Object made = new Generator(schemas, style, now, seed, fixtures).generate(schema);
            Object calm = calmed(schema, made);
            if (fits(schema, calm)) {
                return calm;
            }
            if (first == null) {
                first = calm;
            }
        }
        return first;
    }

    private boolean fits(@Nullable Map<String, Object> schema, @Nullable Object value) {
        return schema == null
                || SchemaValidator.validate(schemas, schema, value, true).stream()
                        .allMatch(v -> v.code().equals("format"));
    }

    /** A copy whose paging flags say that nothing follows, as far as the schema allows it (D8). */
    private @Nullable Object calmed(@Nullable Map<String, Object> schema, @Nullable Object value) {
        Object calm = calm(value);
        return fits(schema, calm) ? calm : value;
    }

    private static @Nullable Object calm(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            Values.mapOrEmpty(map).forEach((k, v) -> {
                if (!PAGING_FLAGS.contains(k.toLowerCase(Locale.ROOT))) {
                    out.put(k, calm(v));
                } else if (v instanceof Boolean) {
                    out.put(k, false);
                } else if (v instanceof String) {
                    out.put(k, null);
                } else {
                    out.put(k, v);
                }
            });
            return out;
        }
        return value instanceof List<?> list ? calmList(list) : value;
    }

    private static List<Object> calmList(List<?> list) {
        List<Object> out = new java.util.ArrayList<>(list.size());
        for (Object item : list) {
            out.add(calm(item));
        }
        return out;
    }

    private static @Nullable String mediaType(Iterable<String> declared, @Nullable String accept) {
        if (accept != null) {
            for (String wanted : accept.split(",")) {
                String bare = OperationShape.bare(wanted);
                for (String type : declared) {
                    if (OperationShape.bare(type).equals(bare)) {
                        return type;
                    }
                }
            }
        }
        return OperationShape.preferred(declared);
    }

    static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 500 -> "Internal Server Error";
            default -> "status " + status;
        };
    }
}
