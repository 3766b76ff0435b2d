package dev.doppel.twin.openapi;

import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Decoded;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.value.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document and the files it refers to. References are resolved on demand: {@code #/...} within the document, {@code file#/...} next
 * to it. Immutable but for caches; thread-safe.
 */
public final class ApiDocument {
    private static final int MAX_HOPS = 64;

    private final String source;
    private final Map<String, Object> root;
    private final FileResolver files;
    private final String directory;
    private final Map<String, Map<String, Object>> others = new ConcurrentHashMap<>();

    private ApiDocument(String source, Map<String, Object> root, FileResolver files) {
        this.source = source;
        this.root = root;
        this.files = files;
        int slash = source.lastIndexOf('/');
        this.directory = source.contains("://") || slash < 0 ? "" : source.substring(0, slash + 1);
    }

    /** Wraps a parsed document; checks only that it is a mapping with a supported version. */
    public static ApiDocument of(String source, @Nullable Object value, FileResolver files) {
        Map<String, Object> root = Values.map(value);
        if (root == null) {
            throw TwinLoadException.of("broken-document", source, "", "an OpenAPI document must be an object");
        }
        String three = Values.text(root.get("openapi"));
        String two = Values.show(root.get("swagger"));
        if (!(three != null && three.startsWith("3.")) && !two.startsWith("2")) {
            String pointer = root.containsKey("openapi") ? "/openapi" : root.containsKey("swagger") ? "/swagger" : "";
            throw TwinLoadException.of(
                    "broken-document",
                    source,
                    pointer,
                    "needs openapi: 3.0.x or 3.1.x, or swagger: \"2.0\"" + (three == null ? "" : ", not " + three));
        }
        if (!(root.get("paths") instanceof Map)) {
            if (root.get("paths") != null || !root.containsKey("webhooks")) {
                throw TwinLoadException.of("broken-document", source, "/paths", "paths must be an object");
            }
        }
        return new ApiDocument(source, root, files);
    }

    /** Parses JSON or YAML by content. */
    public static @Nullable Object parse(String source, byte[] bytes) {
        try {
            byte first = start(bytes);
            if (first == '{' || first == '[') {
                return Json.parseStrict(bytes); // UTF-8 without a mark, as large documents are
            }
            String text = Decoded.text(bytes);
            if (text.isBlank()) {
                throw new ValueSyntaxException("the document is empty", 1, 1);
            }
            char sign = text.stripLeading().charAt(0);
            return sign == '{' || sign == '['
                    ? Json.parseStrict(text.getBytes(StandardCharsets.UTF_8))
                    : Yaml.parse(text);
        } catch (ValueSyntaxException e) {
            throw TwinLoadException.of("broken-document", source, "", String.valueOf(e.getMessage()));
        }
    }

    /** The first byte of a text that is not space, when the next is not zero; else 0. */
    private static byte start(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
        return i < bytes.length && (i + 1 == bytes.length || bytes[i + 1] != 0) ? bytes[i] : 0;
    }

    public String source() {
        return source;
    }

    public Map<String, Object> root() {
        return root;
    }

    public boolean swagger2() {
        return root.containsKey("swagger");
    }

    /** Path prefix that belongs to every operation: basePath of Swagger 2.0, else "". */
    public String basePath() {
        String base = swagger2() ? Values.show(root.get("basePath")) : "";
        return base.equals("/") ? "" : base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** Path parts of the servers' URLs, without those that are empty. */
    public List<String> serverPrefixes() {
        List<String> out = new ArrayList<>();
        for (Object server : Values.listOrEmpty(root.get("servers"))) {
            String url = Values.show(Values.mapOrEmpty(server).get("url"));
            int scheme = url.indexOf("://");
            int path = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
            String prefix = path < 0 ? "" : url.substring(path);
            while (prefix.endsWith("/")) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
            if (!prefix.isEmpty() && !out.contains(prefix)) {
                out.add(prefix);
            }
        }
        return out;
    }

    /** The mapping that a node stands for, references followed; null when it is none or a reference leads nowhere. */
    public @Nullable Map<String, Object> resolve(@Nullable Object node) {
        Map<String, Object> here = Values.map(node);
        for (int hop = 0; here != null && here.get("$ref") instanceof String ref; hop++) {
            if (hop > MAX_HOPS) {
                return null;
            }
            here = Values.map(target(ref));
        }
        return here;
    }

    /** What a reference names, not followed further; null when it leads nowhere. */
    public @Nullable Object target(String ref) {
        int hash = ref.indexOf('#');
        String file = hash < 0 ? ref : ref.substring(0, hash);
        String pointer = hash < 0 ? "" : dev.doppel.twin.http.Query.decode(ref.substring(hash + 1), false);
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            return null;
        }
        Map<String, Object> base = file.isEmpty() ? root : other(file);
        return base == null ? null : Values.at(base, pointer);
    }

    private @Nullable Map<String, Object> other(String file) {
        if (file.contains("://")) {
            return null;
        }
        String path = FileResolver.normal(directory + file);
        Map<String, Object> known = others.get(path);
        if (known != null) {
            return known;
        }
        if (others.size() > 500) {
            return null;
        }
        Map<String, Object> loaded;
        try {
            Object value = parse(path, files.read(path));
            loaded = Values.mapOrEmpty(rebase(value, file, 0));
        } catch (IOException | TwinLoadException e) {
            return null;
        }
        others.put(path, loaded);
        return loaded;
    }

    /** A copy whose references are relative to the main document instead of to {@code file}. */
    private static @Nullable Object rebase(@Nullable Object node, String file, int depth) {
        if (depth > Json.MAX_DEPTH) {
            return null;
        }
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((k, v) -> {
                String key = String.valueOf(k);
                if (key.equals("$ref") && v instanceof String ref) {
                    int slash = file.lastIndexOf('/');
                    out.put(
                            key,
                            ref.startsWith("#")
                                    ? file + ref
                                    : ref.contains("://")
                                            ? ref
                                            : FileResolver.normal(file.substring(0, slash + 1) + ref));
                } else {
                    out.put(key, rebase(v, file, depth + 1));
                }
            });
            return out;
        }
        if (node instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(item -> out.add(rebase(item, file, depth + 1)));
            return out;
        }
        return node;
    }
}
