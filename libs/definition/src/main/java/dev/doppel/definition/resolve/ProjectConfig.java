package dev.doppel.definition.resolve;

import com.google.re2j.Pattern;
import dev.doppel.definition.files.Paths;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.Nearest;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code config.yaml} of a project (spec 1.3).
 *
 * @param file that was read; null when there is none
 * @param platform its {@code x-platform} map
 */
public record ProjectConfig(
        @Nullable String file,
        Map<String, String> env,
        @Nullable MapNode platform) {
    /** The newest release of the original tool whose files this loader reads as that release does. */
    static final String LANGUAGE = "0.5.7";

    private static final List<String> NAMES = List.of("config.yaml", "config.yml", "config.json");
    private static final List<String> KEYS = List.of("dokkimi", "env");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,9}(?:\\.[0-9]{1,9}){0,3}).*");

    /** Reads the first that exists. An error among the problems spoils the whole selection. */
    public static ProjectConfig read(Sources sources, Problems problems) {
        Project project = sources.project();
        String file = NAMES.stream()
                .map(name -> Paths.join(project.home(), name))
                .filter(project.files()::isFile)
                .findFirst()
                .orElse(null);
        Optional<Node> root = file == null ? Optional.empty() : sources.parse(file, problems);
        if (root.isEmpty()) {
            return new ProjectConfig(file, Map.of(), null);
        }
        if (root.get() instanceof ScalarNode scalar && scalar.isNull()) {
            return new ProjectConfig(file, Map.of(), null);
        }
        if (!(root.get() instanceof MapNode map)) {
            problems.error(
                    "config",
                    root.get().at(),
                    "",
                    "the configuration is " + root.get().kind(),
                    "it must be a map with 'env' and 'dokkimi'");
            return new ProjectConfig(file, Map.of(), null);
        }
        map.fields().forEach((key, field) -> {
            if (!KEYS.contains(key) && !key.startsWith("x-")) {
                problems.warning(
                        "unknown-key",
                        field.keyAt(),
                        key,
                        "unknown key '" + key + "', ignored",
                        Nearest.to(key, KEYS)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known keys: dokkimi, env"));
            }
        });
        checkVersion(map.get("dokkimi"), problems);
        Node platform = map.get("x-platform");
        if (platform != null && !(platform instanceof MapNode)) {
            problems.error(
                    "type", platform.at(), "x-platform", "'x-platform' is " + platform.kind(), "it must be a map");
        }
        return new ProjectConfig(file, env(map.get("env"), problems), platform instanceof MapNode found ? found : null);
    }

    private static Map<String, String> env(@Nullable Node node, Problems problems) {
        Map<String, String> env = new LinkedHashMap<>();
        if (node == null || node instanceof ScalarNode scalar && scalar.isNull()) {
            return env;
        }
        if (!(node instanceof MapNode map)) {
            problems.error("type", node.at(), "env", "'env' is " + node.kind(), "it must be a map of names and values");
            return env;
        }
        map.fields().forEach((key, field) -> {
            String path = "env." + key;
            if (!WORD.matches(key)) {
                problems.error("name", field.keyAt(), path, "'" + key + "' is no name", "use letters, digits and _");
            }
            if (field.value() instanceof ScalarNode scalar && !scalar.isNull()) {
                env.put(key, scalar.inText());
            } else {
                problems.error(
                        "type",
                        field.value().at(),
                        path,
                        "'" + key + "' is " + field.value().kind(),
                        "it must be text, a number or a boolean");
            }
        });
        return env;
    }

    private static void checkVersion(@Nullable Node node, Problems problems) {
        if (!(node instanceof ScalarNode scalar) || scalar.isNull()) {
            return;
        }
        var wanted = VERSION.matcher(scalar.source());
        if (!wanted.matches()) {
            problems.warning(
                    "version",
                    scalar.at(),
                    "dokkimi",
                    "'" + scalar.source() + "' is no version",
                    "such as " + LANGUAGE);
        } else if (newer(wanted.group(1), LANGUAGE)) {
            problems.warning(
                    "version",
                    scalar.at(),
                    "dokkimi",
                    "the project expects version " + scalar.source() + "; files up to " + LANGUAGE + " are known",
                    "newer constructs may be unknown keys here");
        }
    }

    private static boolean newer(String wanted, String known) {
        String[] left = wanted.split("\\.");
        String[] right = known.split("\\.");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int a = i < left.length ? Integer.parseInt(left[i]) : 0;
            int b = i < right.length ? Integer.parseInt(right[i]) : 0;
            if (a != b) {
                return a > b;
            }
        }
        return false;
    }

    /** The values of the {@code env} keys that {@code x-platform.secrets} names. */
    public static Set<String> secretValues(Map<String, String> env, @Nullable MapNode platform) {
        Set<String> values = new LinkedHashSet<>();
        if (platform != null && platform.get("secrets") instanceof ListNode names) {
            for (Node name : names.items()) {
                String value = name instanceof ScalarNode scalar ? env.get(scalar.source()) : null;
                if (value != null && !value.isEmpty()) {
                    values.add(value);
                }
            }
        }
        return values;
    }
}
