package dev.doppel.scheduler.api;

import dev.doppel.contract.id.TeamId;
import dev.doppel.scheduler.submission.Rejected;
import dev.doppel.scheduler.submission.SubmissionRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of a submission, from the query or from form parts. */
final class Options {
    private static final String PROJECT_ROOT = "x-doppel-project-root";
    private static final String KEY = "Idempotency-Key";
    private static final int MAX_KEY = 200;
    private static final int MAX_SECONDS = 24 * 3600;
    private static final Set<String> KNOWN =
            Set.of("target", "cwd", "env", "only", "strict", "timeout", "maxParallel", "project");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    Options(Map<String, List<String>> query, Map<String, ? extends @Nullable List<String>> form) throws Rejected {
        for (Map.Entry<String, List<String>> entry : query.entrySet()) {
            if (!KNOWN.contains(entry.getKey())) {
                throw wrong("there is no option '" + entry.getKey() + "'; known are "
                        + String.join(", ", KNOWN.stream().sorted().toList()));
            }
            values.computeIfAbsent(entry.getKey(), key -> new ArrayList<>()).addAll(entry.getValue());
        }
        form.forEach((name, list) -> {
            if (list != null) {
                values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(list);
            }
        });
    }

    SubmissionRequest request(byte[] bundle, HttpHeaders headers, TeamId team, boolean trustRoot) throws Rejected {
        List<String> notes = new ArrayList<>();
        String root = headers.getHeaderString(PROJECT_ROOT);
        if (root != null && !trustRoot) {
            notes.add(PROJECT_ROOT + " was ignored: this platform does not share files with its users");
            root = null;
        }
        if (root != null) {
            root = directory(root);
        }
        String project = first("project");
        if (project == null && root != null) {
            Path name = Path.of(root).getFileName();
            project = name == null ? null : name.toString();
        }
        String key = headers.getHeaderString(KEY);
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw wrong(KEY + " must have 1 to " + MAX_KEY + " characters");
        }
        Integer timeout = number("timeout", MAX_SECONDS);
        return new SubmissionRequest(
                bundle,
                blankIsNull(first("target")),
                cwd(),
                env(),
                new LinkedHashSet<>(lines("only")),
                flag("strict"),
                timeout == null ? null : Duration.ofSeconds(timeout),
                number("maxParallel", 1000),
                project == null ? null : project.substring(0, Math.min(project.length(), 200)),
                root,
                key,
                team,
                notes);
    }

    private static String directory(String root) throws Rejected {
        try {
            Path path = Path.of(root);
            if (path.isAbsolute() && path.normalize().equals(path) && Files.isDirectory(path)) {
                return root;
            }
        } catch (InvalidPathException e) {
            throw wrong(PROJECT_ROOT + " is no path: " + e.getReason());
        }
        throw wrong(PROJECT_ROOT + " must be the absolute path of an existing directory as the platform sees it, not '"
                + root + "'");
    }

    private String cwd() throws Rejected {
        String cwd = first("cwd");
        if (cwd == null || cwd.isEmpty() || cwd.equals(".")) {
            return "";
        }
        if (cwd.startsWith("/") || ("/" + cwd + "/").contains("/../")) {
            throw wrong("cwd must be a path inside the bundle, not '" + cwd + "'");
        }
        return cwd.endsWith("/") ? cwd.substring(0, cwd.length() - 1) : cwd;
    }

    private Map<String, String> env() throws Rejected {
        Map<String, String> env = new LinkedHashMap<>();
        for (String pair : lines("env")) {
            int at = pair.indexOf('=');
            if (at <= 0 || !pair.substring(0, at).chars().allMatch(Options::word)) {
                throw wrong("env must be KEY=VALUE with a KEY of letters, digits and '_', not '"
                        + (at < 0 ? pair : pair.substring(0, at)) + "'");
            }
            env.put(pair.substring(0, at), pair.substring(at + 1));
        }
        return env;
    }

    /** All values of an option that may be given several times, one after another or a line each. */
    private List<String> lines(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static boolean word(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    private boolean flag(String name) throws Rejected {
        String value = first(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.isEmpty() || value.equals("true")) {
            return true;
        }
        throw wrong(name + " must be true or false, not '" + value + "'");
    }

    private @Nullable Integer number(String name, int max) throws Rejected {
        String value = first(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name + " must be a whole number from 1 to " + max + ", not '" + value + "'");
        }
        throw wrong(name + " must be a whole number from 1 to " + max + ", not " + value);
    }

    private @Nullable String first(String name) {
        List<String> list = values.getOrDefault(name, List.of());
        return list.isEmpty() ? null : list.getFirst();
    }

    private static @Nullable String blankIsNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static Rejected wrong(String message) {
        return new Rejected(Rejected.Kind.OPTION, message, List.of());
    }
}
