package dev.doppel.twin;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Small test language: load a twin from text, speak to it as curl would. */
final class Twins {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";

    private Twins() {}

    /** The vendors' documents, where this machine has them; elsewhere tests that need them are skipped aloud. */
    static Path spec(String name) {
        Path root = Path.of(System.getProperty("doppel.root", "../..")).toAbsolutePath();
        for (Path p = root; p != null; p = p.getParent()) {
            Path candidate = p.resolve("shared/specs/" + name + ".openapi.json");
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return Skips.skip(
                "there is no vendor document " + name + ": set DOPPEL_SHARED to the folder that holds specs/");
    }

    static Path root() {
        Path p = Path.of(System.getProperty("doppel.root", "../..")).toAbsolutePath();
        return Files.exists(p.resolve("examples"))
                ? p
                : Path.of("../..").toAbsolutePath().normalize();
    }

    static TwinEngine engine(String yaml, Map<String, String> files, TwinOptions options) {
        Map<String, byte[]> bytes = new HashMap<>();
        files.forEach((k, v) -> bytes.put(k, v.getBytes(StandardCharsets.UTF_8)));
        FileResolver memory = FileResolver.memory(bytes);
        FileResolver resolver =
                path -> path.startsWith("vendor/") ? Files.readAllBytes(spec(path.substring(7))) : memory.read(path);
        return TwinEngine.load("mockd.yaml", yaml, resolver, options);
    }

    static Speaker start(String yaml) {
        return start(yaml, Map.of());
    }

    static Speaker start(String yaml, Map<String, String> files) {
        return new Speaker(engine(yaml, files, TwinOptions.defaults()).start());
    }

    /** A pack on its own document, or with the vendor's whole document in its place: only imports.path changes. */
    static TwinEngine pack(String name, Form form) {
        Path folder = root().resolve("examples/twins/" + name);
        if (form == Form.OURS) {
            return TwinEngine.load(folder.resolve("mockd.yaml"), TwinOptions.defaults());
        }
        try {
            String yaml =
                    Files.readString(folder.resolve("mockd.yaml")).replace(name + ".openapi.yaml", "vendor/" + name);
            FileResolver beside = path ->
                    Files.readAllBytes(path.startsWith("vendor/") ? spec(path.substring(7)) : folder.resolve(path));
            return TwinEngine.load("mockd.yaml", yaml, beside, TwinOptions.defaults());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Which document a pack stands on. */
    enum Form {
        OURS,
        VENDORS
    }

    static Speaker pack(String name) {
        return new Speaker(
                TwinEngine.load(root().resolve("examples/twins/" + name + "/mockd.yaml"), TwinOptions.defaults())
                        .start());
    }

    static String resource(String name) {
        try (var in = Twins.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A client of one instance. */
    record Speaker(TwinInstance twin) {
        Reply get(String target, String... headers) {
            return send("GET", target, "", "", headers);
        }

        Reply delete(String target, String... headers) {
            return send("DELETE", target, "", "", headers);
        }

        Reply form(String target, String body, String... headers) {
            return send("POST", target, FORM, body, headers);
        }

        Reply json(String method, String target, String body, String... headers) {
            return send(method, target, JSON, body, headers);
        }

        Reply send(String method, String target, String type, String body, String... headers) {
            Headers h = Headers.of(headers);
            if (!type.isEmpty()) {
                h.set("Content-Type", type);
            }
            return new Reply(twin.handle(TwinRequest.of(method, target, h, body.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** An answer with its JSON at hand. */
    record Reply(TwinResponse raw) {
        int status() {
            return raw.status();
        }

        Map<String, Object> json() {
            return Values.mapOrEmpty(Json.parse(raw.body()));
        }

        Object at(String pointer) {
            return Values.at(Json.parse(raw.body()), pointer);
        }

        String text() {
            return raw.bodyText();
        }

        String header(String name) {
            return raw.headers().first(name);
        }
    }
}
