import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the one-machine platform through its front door, each figure beside a baseline taken in the same run; prints a Markdown table.
 * Started by {@code bench/platform/run}.
 */
public class Bench {
    private static final int ROUNDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path home;
    private final Path state;
    private final HttpClient http = HttpClient.newHttpClient();

    Bench(Path home) throws IOException {
        this.home = home;
        this.state = Files.createTempDirectory("doppel-bench");
    }

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench(Path.of(args[0]).toAbsolutePath());
        try {
            bench.run();
        } finally {
            bench.exec(List.of("rm", "-rf", bench.state.toString()));
        }
    }

    private void run() throws Exception {
        row("what", "measured", "baseline in the same run");
        row("---", "---", "---");
        List<Double> cold = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            bare.add(seconds(() -> exec(List.of(java(), "-version"))));
            cold.add(seconds(() -> doppel("up")));
            memory.add(residentMiB());
            if (i < ROUNDS - 1) {
                doppel("down");
            }
        }
        row("platform cold start, `doppel up` (median of " + ROUNDS + ")", s(median(cold)), "a bare JVM: " + s(median(bare)));
        row("memory of the idle platform (sum of RSS, median)", Math.round(median(memory)) + " MiB", "aim below 700 MB");

        List<Double> first = new ArrayList<>();
        List<Double> gone = new ArrayList<>();
        List<Double> bareSpawn = new ArrayList<>();
        for (int i = 0; i < ROUNDS * 2; i++) {
            bareSpawn.add(seconds(this::spawnFive));
            Map<String, Instant> times = timesOf("five-workers");
            if (i >= ROUNDS) {
                first.add(between(times, "accepted", "step"));
                gone.add(between(times, "finished", "gone"));
            }
        }
        row("submission accepted to first step, five items (median)", s(median(first)),
                "five bare `unshare -nmpu sleep`: " + s(median(bareSpawn)));
        row("verdict to environment gone, five items (median)", s(median(gone)), "aim below 0.5 s");
        lag();
        interception();
        doppel("down");
    }

    private void lag() throws Exception {
        doppel("run", "--ci", project("verdict-lag"));
        List<Double> lags = new ArrayList<>();
        doppel("run", "--ci", project("verdict-lag"));
        JsonNode dump = dump();
        JsonNode instance = dump.path("instances").get(0);
        String run = dump.path("runId").asText();
        Map<Integer, Instant> decided = new HashMap<>();
        for (JsonNode event : events(run)) {
            if (event.path("type").asText().equals("step.finished")) {
                decided.put(event.path("data").path("result").path("index").asInt(), Instant.parse(event.path("data").path("at").asText()));
            }
        }
        int index = 0;
        for (JsonNode log : instance.path("httpLogs")) {
            Instant end = Instant.parse(log.path("responseReceivedAt").asText());
            Instant at = decided.get(index++);
            if (at != null) {
                lags.add(Duration.between(end, at).toNanos() / 1e6);
            }
        }
        Collections.sort(lags);
        row("verdict lag, last exchange complete to step decided, " + lags.size() + " steps",
                "p50 " + ms(lags.get(lags.size() / 2)) + ", p99 " + ms(lags.get(lags.size() * 99 / 100)), "aim p99 below 20 ms");
    }

    private void interception() throws Exception {
        doppel("run", "--ci", project("interception"));
        JsonNode logs = dump().path("instances").get(0).path("httpLogs");
        for (JsonNode log : logs) {
            if (log.path("url").asText().contains("/measure")) {
                JsonNode body = log.path("responseBody");
                if (body.isTextual()) {
                    body = JSON.readTree(body.asText());
                }
                row("a call of 1 KiB through the interception", "p50 " + body.path("intercepted").path("p50") + " µs, p99 "
                        + body.path("intercepted").path("p99") + " µs", "direct on loopback: p50 " + body.path("direct").path("p50")
                        + " µs, p99 " + body.path("direct").path("p99") + " µs");
            }
        }
    }

    private Map<String, Instant> timesOf(String definition) throws Exception {
        doppel("run", "--ci", project(definition));
        Map<String, Instant> times = new HashMap<>();
        String run = dump().path("runId").asText();
        for (JsonNode event : events(run)) {
            JsonNode data = event.path("data");
            Instant at = Instant.parse(data.path("at").asText());
            switch (event.path("type").asText()) {
                case "run.accepted" -> times.put("accepted", at);
                case "step.started" -> times.putIfAbsent("step", at);
                case "instance.finished" -> times.put("finished", at);
                case "instance.state" -> {
                    if (data.path("phase").asText().equals("gone")) {
                        times.put("gone", at);
                    }
                }
                default -> {
                    // not measured
                }
            }
        }
        return times;
    }

    private JsonNode dump() throws Exception {
        return JSON.readTree(exec(command("dump", "-o", "-")));
    }

    private List<JsonNode> events(String run) throws Exception {
        JsonNode address = JSON.readTree(Files.readString(state.resolve("platform.json")));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.path("base").asText() + "/api/v1/runs/" + run + "/events"))
                .header("Authorization", "Bearer " + address.path("token").asText())
                .header("Accept", "text/event-stream")
                .build();
        List<JsonNode> events = new ArrayList<>();
        String type = "";
        for (String line : http.send(request, HttpResponse.BodyHandlers.ofLines()).body().toList()) {
            if (line.startsWith("event:")) {
                type = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                events.add(JSON.createObjectNode().put("type", type).set("data", JSON.readTree(line.substring(5))));
            }
        }
        return events;
    }

    private void spawnFive() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            processes.add(new ProcessBuilder("unshare", "--map-root-user", "--net", "--mount", "--pid", "--uts", "--fork", "true")
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            process.waitFor();
        }
    }

    private double residentMiB() throws IOException {
        double kib = 0;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
                try {
                    String command = Files.readString(process.resolve("cmdline")).replace('\0', ' ');
                    if (command.matches("(?s).*/doppel-\\d+.*")) {
                        for (String line : Files.readAllLines(process.resolve("status"))) {
                            if (line.startsWith("VmRSS:")) {
                                kib += Double.parseDouble(line.replaceAll("\\D", ""));
                            }
                        }
                    }
                } catch (IOException e) {
                    // ended meanwhile
                }
            }
        }
        return kib / 1024;
    }

    private String project(String definition) {
        return home.resolve("bench/platform/project/.dokkimi/definitions/" + definition + ".yaml").toString();
    }

    private void doppel(String... arguments) throws Exception {
        exec(command(arguments));
    }

    private List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(home.resolve("doppel").toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    private String exec(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOPPEL_STATE", state.toString());
        builder.environment().put("DOPPEL_NO_BUILD", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue() + ": " + text);
        }
        return text;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static double seconds(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double between(Map<String, Instant> times, String from, String to) {
        return Duration.between(times.get(from), times.get(to)).toNanos() / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static String s(double seconds) {
        return String.format("%.2f s", seconds);
    }

    private static String ms(double millis) {
        return String.format("%.1f ms", millis);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void row(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
