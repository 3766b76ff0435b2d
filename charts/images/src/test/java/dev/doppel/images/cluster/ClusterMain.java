package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.images.Programs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Installs the chart on a node of namespaces and runs its test: {@code ClusterMain IMAGES WORK CHART TAG AOT}, in network, mount and process
 * namespaces of its own, as root. Prints a line for each thing that is so; ends with 0 when all is.
 *
 * <p>What a cluster would do otherwise: NetworkPolicies are kept but not enforced (the pod that must reach nobody is given no cable), nothing translates the
 * addresses of Services, names come from {@code /etc/hosts}, memory is not limited.
 */
final class ClusterMain {
    private static final String NODE = "10.244.0.1";
    private static final List<String> SERVICES = List.of("results", "scheduler", "mock", "dns", "runner");
    private static final String VALUES = """
            image: {tag: "%1$s"}
            evaluation:
              kafka: {image: {repository: doppel/evaluation-kafka, tag: "%1$s"}}
              postgres: {image: {repository: doppel/evaluation-postgres, tag: "%1$s"}}
            """;

    private final Release release;
    private final Store store = new Store();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Container> running = new LinkedHashMap<>();
    private final Status status = new Status();
    private final Probes probes = new Probes(status);
    private final Node node;

    private ClusterMain(Path images, Path work, Path chart, String tag, boolean aot) throws IOException {
        StringBuilder values = new StringBuilder(VALUES.formatted(tag));
        if (aot) {
            // a JVM that cannot use what was recorded refuses to start
            SERVICES.forEach(service ->
                    values.append(service).append(": {javaOptions: \"-XX:MaxRAMPercentage=60 -XX:AOTMode=on\"}\n"));
        }
        release = Release.render(chart, Files.createDirectories(work.resolve("chart")), values.toString());
        int number = 10;
        for (String part : List.of("kafka", "postgres", "results", "scheduler", "mock", "dns", "runner", "api")) {
            addresses.put("doppel-" + part, "10.244.0." + number++);
        }
        node = new Node(images, work, store, work.resolve("account"), addresses);
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[1]);
        ClusterMain cluster =
                new ClusterMain(Path.of(args[0]), work, Path.of(args[2]), args[3], Boolean.parseBoolean(args[4]));
        Programs.run(List.of("ip", "link", "set", "lo", "up"));
        Programs.run(List.of("ip", "link", "add", "cni0", "type", "bridge"));
        Programs.run(List.of("ip", "address", "add", NODE + "/16", "dev", "cni0"));
        Programs.run(List.of("ip", "link", "set", "cni0", "up"));
        int code = 1;
        try (ApiServer api = new ApiServer(
                new InetSocketAddress(NODE, 6443),
                Keys.make(NODE, work, work.resolve("account"), "a-token"),
                cluster.store,
                "a-token",
                cluster.addresses.get("doppel-scheduler"))) {
            cluster.install();
            cluster.test();
            cluster.stop();
            code = 0;
        } catch (IllegalStateException e) {
            System.out.println("FAILED: " + e.getMessage());
        } finally {
            cluster.node.close();
            cluster.status.close();
        }
        System.exit(code);
    }

    private void install() throws IOException, InterruptedException {
        store.onAdded(this::schedule);
        run("doppel-setup", 60);
        release.objects().stream()
                .filter(one -> one.path("kind").asText().equals("ConfigMap"))
                .forEach(one -> store.put(Node.CONFIG_MAPS, (ObjectNode) one));
        for (String store : List.of("doppel-kafka", "doppel-postgres")) {
            start(store);
        }
        for (String store : List.of("doppel-kafka", "doppel-postgres")) {
            ready(store);
        }
        for (String service : SERVICES) {
            start("doppel-" + service);
            ready("doppel-" + service);
        }
        start("doppel-api");
        ready("doppel-api");
        for (String service : SERVICES) {
            for (String path : List.of("live", "ready", "started")) {
                String url = "http://" + addresses.get("doppel-" + service) + ":8080/q/health/" + path;
                must(status.of(url) == 200, url + " answers 200");
            }
        }
    }

    /** As {@code helm test}: the command, in a pod, submits a definition and waits for its verdict. */
    private void test() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        String said = run("doppel-test", 240);
        say("helm test: passed in %.1f s", (System.nanoTime() - begin) / 1e9);
        must(said.contains("PASSED") || said.contains("passed"), "the command reports a pass:\n" + said);
        must(store.list("api/v1/namespaces").isEmpty(), "no namespace is left: " + store.list("api/v1/namespaces"));
    }

    private void stop() throws IOException, InterruptedException {
        for (String name : running.keySet().stream().toList().reversed()) {
            Container container = running.get(name);
            container.terminate();
            int code = container.await(60);
            must(code == 0 || code == 143, name + " ends by SIGTERM with " + code);
        }
    }

    private void start(String name) throws IOException {
        Container container = node.start(release.pod(name), addresses.get(name));
        running.put(name, container);
    }

    private void ready(String name) throws IOException {
        Container container = running.get(name);
        Release.Pod pod = release.pod(name);
        double seconds = probes.await(pod, addresses.get(name), container, node);
        String own = Files.readAllLines(node.log(pod.name())).stream()
                .filter(line -> line.contains("started in"))
                .map(line -> ", " + line.replaceFirst(".*?(started in [0-9.]+s).*", "$1"))
                .findFirst()
                .orElse("");
        List<String> status = container.status();
        must(status.contains("CapEff:\t0000000000000000"), name + " has no capability");
        must(status.contains("CapPrm:\t0000000000000000"), name + " may take no capability");
        must(status.contains("NoNewPrivs:\t1"), name + " may get no privileges");
        say("%s ready after %.1f s%s", name, seconds, own);
    }

    /** A pod that ends by itself; what it said. */
    private String run(String name, long seconds) throws IOException, InterruptedException {
        Release.Pod pod = release.pod(name);
        Container container = node.start(pod, "10.244.0." + (name.equals("doppel-setup") ? 100 : 101));
        int code = container.await(seconds);
        String said = Files.readString(node.log(pod.name()));
        must(code == 0, name + " ends with " + code + ":\n" + said);
        return said;
    }

    /** Pods that scheduler-svc asks for: those of its self-test. The one that policies cut off is not connected. */
    private void schedule(String collection, JsonNode object) {
        if (!collection.endsWith("/pods")) {
            return;
        }
        String name = object.path("metadata").path("name").asText();
        boolean cut = name.equals("subject");
        String address = "10.244.1." + (cut ? 2 : 1);
        Release.Pod pod = new Release.Pod(name, object);
        Thread.ofVirtual().start(() -> {
            try {
                Container container = node.start(pod, cut ? "" : address);
                ObjectMapper json = new ObjectMapper();
                ObjectNode state = json.createObjectNode();
                state.putObject("running");
                node.report(collection, name, "Running", address, state);
                int code = container.await(120);
                String said = Files.readString(node.log(name));
                say("gate of pod %s ended with %d %s", name, code, said.strip());
                ObjectNode ended = json.createObjectNode();
                ended.putObject("terminated")
                        .put("exitCode", code)
                        .put("reason", "Completed")
                        .put("message", said);
                node.report(collection, name, code == 0 ? "Succeeded" : "Failed", address, ended);
            } catch (IOException | InterruptedException | RuntimeException e) {
                say("pod %s: %s", name, e);
            }
        });
    }

    private static void must(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException("this is not so: " + what);
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
