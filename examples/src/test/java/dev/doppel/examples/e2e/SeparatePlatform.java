package dev.doppel.examples.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.doppel.testkit.exit.AtExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A platform with each service in a process of its own, and ways to disturb it and to look inside. Not thread-safe. */
final class SeparatePlatform implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    private final Doppel doppel = Doppel.fresh();
    private final Faults faults = Faults.fresh();
    private final Path runDirectory;

    private static final class Shared {
        static final SeparatePlatform UP = up();

        static {
            AtExit.run(UP::close);
        }
    }

    /** One of each service, for all tests of this JVM, which leave it as they found it. */
    static SeparatePlatform shared() {
        return Shared.UP;
    }

    private SeparatePlatform(String... options) {
        List<String> words = new ArrayList<>(List.of("up", "--separate"));
        words.addAll(List.of(options));
        Doppel.Ended up =
                doppel.run(Map.of("DOPPEL_FAULTS_DIR", faults.directory().toString()), words.toArray(String[]::new));
        if (up.exitCode() != 0) {
            throw new IllegalStateException(up.text());
        }
        runDirectory = Path.of(part("kafka").path("log").asText()).getParent();
    }

    static SeparatePlatform up(String... options) {
        return new SeparatePlatform(options);
    }

    Doppel doppel() {
        return doppel;
    }

    Faults faults() {
        return faults;
    }

    /** Where its parts write and keep their data. */
    Path runDirectory() {
        return runDirectory;
    }

    /** The answer of {@code status --json}. */
    JsonNode status() {
        try {
            return JSON.readTree(doppel.run("status", "--json").text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the platform's REST entry answers. */
    String get(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode address =
                    JSON.readTree(doppel.state().resolve("platform.json").toFile());
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address.path("base").asText() + path))
                    .header("Authorization", "Bearer " + address.path("token").asText())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode part(String name) {
        for (JsonNode part : status().path("platform").path("parts")) {
            if (part.path("name").asText().equals(name)) {
                return part;
            }
        }
        return JSON.missingNode();
    }

    void awaitReady() {
        Await.until(
                "the platform is ready",
                READY_LIMIT,
                () -> status().path("ready").asBoolean());
    }

    /** Kills a part with SIGKILL, as a user with a shell would. */
    void kill(String part) {
        List<ProcessHandle> found = processes(part);
        if (found.isEmpty()) {
            throw new AssertionError("there is no process of " + part);
        }
        found.forEach(ProcessHandle::destroyForcibly);
    }

    /** Processes of a part; Postgres has children of its own, which end with it. */
    private List<ProcessHandle> processes(String part) {
        String mark = switch (part) {
            case "kafka" -> "KafkaMain\0" + runDirectory.resolve("kafka");
            case "postgres" -> "-D\0" + runDirectory.resolve("postgres") + "\0";
            default -> "-Ddoppel.part=" + part + "\0";
        };
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = commandLine(process.pid());
                    return line.contains(mark) && line.contains(runDirectory.toString());
                })
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** What environments have left: links, namespaces, mounts, directories, control groups, processes. Empty when nothing is. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        inside("ip -o link | grep -v ': lo:'").forEach(line -> left.add("link " + line));
        inside("ls -1 /run/netns 2>/dev/null").forEach(line -> left.add("namespace " + line));
        inside("grep -e ' " + runDirectory + "/process/env' -e ' /run/netns/' /proc/self/mounts")
                .forEach(line -> left.add("mount " + line));
        try (Stream<Path> all = Files.list(runDirectory.resolve("process/env"))) {
            all.forEach(path -> left.add("directory " + path));
        } catch (IOException e) {
            // no environment was ever made
        }
        groups().forEach(path -> left.add("control group " + path));
        strangers().forEach(line -> left.add("process " + line));
        return left;
    }

    void awaitNothingLeft() {
        Await.until(
                "nothing is left, but there is " + leftovers(),
                Duration.ofSeconds(60),
                () -> leftovers().isEmpty());
    }

    /** Lines of a program of this class path, run in the platform's namespaces. */
    List<String> runInside(Class<?> program, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return inside(java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -cp '"
                + System.getProperty("java.class.path") + "' " + program.getName() + " " + String.join(" ", arguments));
    }

    /** Runs a command in the platform's network and mount namespaces. */
    private List<String> inside(String command) {
        try {
            List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(supervisor()), "--net"));
            words.addAll(List.of("--mount", "--pid"));
            if (!"root".equals(System.getProperty("user.name"))) {
                words.addAll(List.of("--user", "--preserve-credentials"));
            }
            words.addAll(List.of("--", "sh", "-c", command));
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Control groups of items; they bear the number of the platform's PID namespace. */
    private List<Path> groups() {
        try {
            String namespace = Files.readSymbolicLink(Path.of("/proc/" + supervisor() + "/ns/pid"))
                    .toString()
                    .replaceAll("\\D", "");
            return groupsOf(namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Directories {@code doppel-NUMBER/*} of every controller. */
    static List<Path> groupsOf(String pidNamespace) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] words = mount.split(" ");
            if (words[2].startsWith("cgroup")) {
                Path platform = Path.of(words[1]).resolve("doppel-" + pidNamespace);
                if (Files.isDirectory(platform)) {
                    try (Stream<Path> all = Files.list(platform)) {
                        all.filter(Files::isDirectory).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private long supervisor() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = commandLine(process.pid());
                    return line.contains("SeparateMain")
                            && line.contains("run-dir=" + runDirectory + "\0")
                            && !line.startsWith("unshare")
                            && !line.startsWith("sh\0");
                })
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the supervisor is gone"));
    }

    /** Processes below the platform's first that are none of its parts. */
    private List<String> strangers() {
        Map<Long, List<ProcessHandle>> children = new HashMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> process.parent()
                        .ifPresent(parent -> children.computeIfAbsent(parent.pid(), key -> new ArrayList<>())
                                .add(process)));
        List<String> found = new ArrayList<>();
        ProcessHandle first = ProcessHandle.of(supervisor())
                .flatMap(ProcessHandle::parent)
                .orElseThrow(() -> new AssertionError("process 1 is gone"));
        List<ProcessHandle> waiting = new ArrayList<>(List.of(first));
        while (!waiting.isEmpty()) {
            ProcessHandle process = waiting.removeLast();
            String line = commandLine(process.pid());
            boolean ours = line.startsWith("postgres: ")
                    || line.contains(runDirectory.toString()) && !line.contains("item-init.sh");
            if (!ours && !line.isEmpty()) {
                found.add(process.pid() + " " + line.replace('\0', ' '));
            }
            waiting.addAll(children.getOrDefault(process.pid(), List.of()));
        }
        return found;
    }

    @Override
    public void close() {
        doppel.run("down");
    }
}
