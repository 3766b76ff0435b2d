package dev.doppel.definition.read;

import dev.doppel.definition.model.EnvVar;
import dev.doppel.definition.model.MountFile;
import dev.doppel.definition.model.Program;
import dev.doppel.definition.model.Resources;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What SERVICE and WORKER have in common (spec 2.2). */
final class ProgramReader {
    private static final BigDecimal MIB = BigDecimal.valueOf(1024 * 1024);
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L << 20),
            Map.entry("b", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kb", 1L << 10),
            Map.entry("ki", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mb", 1L << 20),
            Map.entry("mi", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gb", 1L << 30),
            Map.entry("gi", 1L << 30));

    /** Variables of spec 3.5 that only one side can set. */
    private static final Set<String> INJECTED = Set.of(
            "NODE_EXTRA_CA_CERTS",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "AWS_CA_BUNDLE",
            "GIT_SSL_CAINFO",
            "DENO_CERT",
            "PIP_CERT",
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH");

    private final Fields fields;

    ProgramReader(Fields fields) {
        this.fields = fields;
    }

    static List<String> keys(String... more) {
        List<String> keys = new ArrayList<>(List.of(
                "type",
                "name",
                "description",
                "stage",
                "image",
                "env",
                "command",
                "entrypoint",
                "mountFiles",
                "minCpu",
                "maxCpu",
                "minMemory",
                "maxMemory",
                "localDevPath",
                "mountPath"));
        keys.addAll(List.of(more));
        return List.copyOf(keys);
    }

    Program program() {
        String image = fields.filledText("image");
        List<String> entrypoint = fields.texts("entrypoint");
        List<String> command = fields.texts("command");
        if (!fields.has("image") && entrypoint == null && command == null) {
            fields.context.warning(
                    "no-image",
                    fields.at(),
                    fields.path,
                    "there is no 'image'; the item cannot start",
                    "name an image, or an entrypoint or command to run on this machine");
        }
        return new Program(image, entrypoint, command, env(fields), mounts(), resources(fields), localDev());
    }

    /** A list of name and value, or a plain map; the last of equal names wins. */
    static List<EnvVar> env(Fields fields) {
        Map<String, String> env = new LinkedHashMap<>();
        if (fields.node("env") instanceof MapNode map) {
            Fields plain = new Fields(
                    fields.context,
                    map,
                    fields.path("env"),
                    List.copyOf(map.fields().keySet()));
            map.fields().keySet().forEach(name -> put(env, name, plain, name));
        } else {
            fields.maps("env").forEach((path, map) -> {
                Fields entry = new Fields(fields.context, map, path, List.of("name", "value"));
                String name = entry.requiredText("name", "each element is {name, value}");
                if (name != null) {
                    put(env, name, entry, "value");
                }
            });
        }
        return env.entrySet().stream()
                .map(entry -> new EnvVar(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void put(Map<String, String> env, String name, Fields fields, String key) {
        Node node = fields.map.get(key);
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            fields.context.error(
                    "name",
                    fields.at(),
                    fields.path,
                    "'" + Show.shorten(name) + "' cannot name a variable",
                    "no '=', not empty");
        } else if (!(node instanceof ScalarNode scalar) || scalar.isNull()) {
            fields.context.error(
                    "type",
                    node == null ? fields.at() : node.at(),
                    fields.path(key),
                    "the value of '" + Show.shorten(name) + "' is " + (node == null ? "missing" : node.kind()),
                    "it must be text; \"\" is an empty value");
        } else {
            if (!scalar.isText()) {
                fields.warning("as-text", key, scalar.source() + " is taken as text", "put it in quotes");
            }
            if (INJECTED.contains(name)) {
                fields.context.warning(
                        "injected-variable",
                        scalar,
                        fields.path(key),
                        "'" + name + "' replaces the platform's own, which makes clients trust intercepted calls",
                        "remove it unless this item trusts the platform's certificate by other means");
            }
            env.remove(name);
            env.put(name, scalar.source());
        }
    }

    private List<MountFile> mounts() {
        List<MountFile> mounts = new ArrayList<>();
        fields.maps("mountFiles").forEach((path, map) -> {
            Fields mount = new Fields(fields.context, map, path, List.of("source", "target"));
            String source = mount.requiredText("source", "a mounted file has source and target");
            String target = mount.requiredText("target", "a mounted file has source and target");
            if (target != null && !target.startsWith("/")) {
                mount.error(
                        "mount-target", "target", "'" + Show.shorten(target) + "' is not absolute", "begin with '/'");
            }
            if (source != null && target != null) {
                mounts.add(new MountFile(source, target));
            }
        });
        return mounts;
    }

    private Program.@Nullable LocalDev localDev() {
        String path = fields.filledText("localDevPath");
        String mount = fields.filledText("mountPath");
        if ((path == null) != (mount == null)) {
            fields.warning(
                    "ignored",
                    path == null ? "mountPath" : "localDevPath",
                    "localDevPath and mountPath only work together",
                    "give both or none");
        }
        return path == null || mount == null ? null : new Program.LocalDev(path, mount);
    }

    static Resources resources(Fields fields) {
        return new Resources(
                cpu(fields, "minCpu"), cpu(fields, "maxCpu"), memory(fields, "minMemory"), memory(fields, "maxMemory"));
    }

    private static @Nullable BigDecimal cpu(Fields fields, String key) {
        String text = fields.scalarText(key);
        if (text == null) {
            return null;
        }
        boolean milli = text.endsWith("m");
        BigDecimal number = decimal(milli ? text.substring(0, text.length() - 1) : text);
        if (number == null) {
            fields.warning(
                    "ignored",
                    key,
                    "'" + key + "' is '" + Show.shorten(text) + "', ignored",
                    "a number of cores such as 0.5 or 500m");
            return null;
        }
        return milli ? number.movePointLeft(3) : number;
    }

    private static @Nullable Long memory(Fields fields, String key) {
        String text = fields.scalarText(key);
        if (text == null) {
            return null;
        }
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        BigDecimal number = decimal(text.substring(0, end));
        Long unit = UNITS.get(text.substring(end).strip().toLowerCase(Locale.ROOT));
        if (number == null || unit == null) {
            fields.warning(
                    "ignored",
                    key,
                    "'" + key + "' is '" + Show.shorten(text) + "', ignored",
                    "a number of MiB, or text such as 512Mi or 1Gi");
            return null;
        }
        return number.multiply(BigDecimal.valueOf(unit)).min(MIB.multiply(MIB)).longValue();
    }

    private static @Nullable BigDecimal decimal(String text) {
        if (text.isEmpty() || text.length() > 20 || text.chars().anyMatch(c -> (c < '0' || c > '9') && c != '.')) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
