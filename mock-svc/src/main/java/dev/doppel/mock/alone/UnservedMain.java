package dev.doppel.mock.alone;

import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.admin.AdminApi;
import dev.doppel.twin.convert.Format;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads files as a twin that nobody serves, asks its admin API once, and prints {@code {"status": 200, "warnings": [text], "body": text}}.
 * So commands that need no twin give the same answers as those that speak with one. Problems of the files end it with 2, on standard error.
 */
public final class UnservedMain {
    private UnservedMain() {}

    /**
     * See class comment.
     *
     * @param arguments {@code --config=FILE} for a configuration, or {@code --document=FILE} for one in any format that can be imported
     *     (with {@code --format} and {@code --as} as in {@code imports}, and {@code --base=DIR} from where a configuration made of it would
     *     name it); {@code --method}, {@code --target}, and {@code --body}
     */
    public static void main(String[] arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            given.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        try {
            List<String> warnings = new ArrayList<>();
            TwinResponse answer = answer(given, warnings);
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("status", (long) answer.status());
            out.put("warnings", warnings);
            out.put("body", answer.bodyText());
            System.out.write(Json.bytes(out));
            System.out.println();
        } catch (StandingFailure e) {
            System.err.println(e.getMessage());
            System.err.flush();
            Runtime.getRuntime().halt(e.kind().exitCode());
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.err.flush();
            Runtime.getRuntime().halt(StandingFailure.Cause.ENVIRONMENT.exitCode());
        }
        System.out.flush();
    }

    /** The admin API's answer about the files that are given, and what was odd in them. */
    static TwinResponse answer(Map<String, String> given, List<String> warnings) throws StandingFailure {
        String document = given.get("document");
        TwinEngine engine = document == null
                ? new Source(Path.of(given.getOrDefault("config", "mockd.yaml")), null)
                        .load(options())
                        .engine()
                : read(Path.of(document), given);
        engine.warnings().stream().map(Problem::text).forEach(warnings::add);
        TwinInstance twin = engine.start();
        return new AdminApi(twin, null)
                .handle(TwinRequest.of(
                        given.getOrDefault("method", "GET"),
                        given.getOrDefault("target", "/mocks"),
                        new Headers(),
                        given.getOrDefault("body", "").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static TwinOptions options() {
        return TwinOptions.defaults().withEnv(System::getenv);
    }

    private static TwinEngine read(Path file, Map<String, String> given) throws StandingFailure {
        Path absolute = file.toAbsolutePath().normalize();
        Path base = Path.of(given.getOrDefault("base", ".")).toAbsolutePath().normalize();
        Path root = absolute.getRoot();
        String name = (root != null && root.equals(base.getRoot()) ? base.relativize(absolute) : absolute).toString();
        try {
            byte[] bytes = Files.readAllBytes(absolute);
            if (given.get("as") == null && format(name, bytes, given.get("format")) == Format.MOCKD) {
                return new Source(absolute, null).load(options()).engine();
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("path", name);
            if (given.get("format") != null) {
                entry.put("format", given.get("format"));
            }
            if (given.get("as") != null) {
                entry.put("as", given.get("as"));
            }
            return TwinEngine.load("convert.json", "{\"version\":\"1.0\"}", new NetFiles(base), options())
                    .with(Map.of("imports", List.of(entry)), new NetFiles(base));
        } catch (TwinLoadException e) {
            throw new StandingFailure(StandingFailure.Cause.USAGE, file + " cannot be read:\n" + e.getMessage());
        } catch (IOException e) {
            throw new StandingFailure(StandingFailure.Cause.USAGE, file + " cannot be read: " + e.getMessage());
        }
    }

    private static @Nullable Format format(String name, byte[] bytes, @Nullable String word) throws IOException {
        return word == null ? Format.detect(name, bytes) : Format.of(word);
    }
}
