package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.images.Programs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The chart, installed on a node of namespaces with an API server beside it: one replica of each part. It must be made in network, mount and process namespaces
 * of its own, as root. Says a line of what it does and finds; what is not as it must be is an {@link IllegalStateException}. Closing kills everything.
 *
 * <p>What a cluster would do otherwise: NetworkPolicies are kept but not enforced (the pod that must reach nobody is given no cable), nothing translates the
 * addresses of Services, names come from {@code /etc/hosts}, memory is not limited, pods of items are played ({@link ItemPods}).
 */
final class Installation implements AutoCloseable {
    static final List<String> SERVICES = List.of("results", "scheduler", "mock", "dns", "runner");
    static final String NAMESPACES = "api/v1/namespaces";
    private static final String NODE = "10.244.0.1";
    private static final String TOKEN = "a-token";
    private static final String FAULTS = "/faults";
    private static final String VALUES = """
            image: {tag: "%1$s"}
            evaluation:
              kafka: {image: {repository: doppel/evaluation-kafka, tag: "%1$s"}}
              postgres: {image: {repository: doppel/evaluation-postgres, tag: "%1$s"}}
            """;

    /**
     * What is installed.
     *
     * @param images directory of archives
     * @param work for files of this installation
     * @param chart directory of the chart
     * @param tag of the images
     * @param aot whether the images have recorded starts
     */
    record Wanted(Path images, Path work, Path chart, String tag, boolean aot) {
        /** {@code IMAGES WORK CHART TAG AOT}. */
        static Wanted of(String... words) {
            return new Wanted(
                    Path.of(words[0]), Path.of(words[1]), Path.of(words[2]), words[3], Boolean.parseBoolean(words[4]));
        }
    }

    final Store store = new Store();
    private final Release release;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Container> running = new LinkedHashMap<>();
    private final Status status = new Status();
    private final Probes probes = new Probes(status);
    private final Node node;
    private final ItemPods items;
    private final ApiServer api;

    /** Makes the network and the API server; nothing runs yet. */
    Installation(Wanted wanted) throws IOException {
        Path work = wanted.work();
        Path faults = Files.createDirectories(work.resolve("faults"));
        Files.setPosixFilePermissions(faults, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        release = Release.render(
                wanted.chart(), Files.createDirectories(work.resolve("chart")), values(wanted.tag(), wanted.aot()));
        int number = 10;
        for (String part : List.of("kafka", "postgres", "results", "scheduler", "mock", "dns", "runner", "api")) {
            addresses.put("doppel-" + part, "10.244.0." + number++);
        }
        Path account = work.resolve("account");
        node = new Node(
                wanted.images(), work, store, account, addresses, List.of(new Container.Mount(faults, FAULTS, true)));
        items = new ItemPods(store, node);
        for (String words : List.of(
                "link set lo up",
                // an address of its own: else it changes with the ports, and nobody finds the node for a while
                "link add cni0 address 02:00:0a:f4:00:01 type bridge",
                "address add " + NODE + "/16 dev cni0",
                "link set cni0 up",
                "route add local " + ItemPods.RANGE + " dev cni0")) {
            Programs.run(
                    java.util.stream.Stream.concat(java.util.stream.Stream.of("ip"), List.of(words.split(" ")).stream())
                            .toList());
        }
        api = new ApiServer(
                new InetSocketAddress(NODE, 6443),
                Keys.make(NODE, work, account, TOKEN),
                store,
                TOKEN,
                addresses.get("doppel-scheduler"));
        store.onAdded(this::schedule);
    }

    private static String values(String tag, boolean aot) {
        StringBuilder values = new StringBuilder(VALUES.formatted(tag));
        for (String service : SERVICES) {
            values.append(service).append(":\n");
            values.append("  extraEnv: [{name: DOPPEL_FAULTS_DIR, value: " + FAULTS + "}]\n");
            if (aot) {
                // a JVM that cannot use what was recorded refuses to start
                values.append("  javaOptions: -XX:MaxRAMPercentage=60 -XX:AOTMode=on\n");
            }
        }
        return values.toString();
    }

    /** Runs the set-up job, then each part until it is ready. */
    void install() throws IOException, InterruptedException {
        run(release.pod("doppel-setup"), 60, 0);
        release.objects().stream()
                .filter(one -> one.path("kind").asText().equals("ConfigMap"))
                .forEach(one -> store.put(Node.CONFIG_MAPS, (ObjectNode) one));
        List<String> stores = List.of("doppel-kafka", "doppel-postgres");
        for (String one : stores) {
            start(one);
        }
        for (String one : stores) {
            ready(one);
        }
        for (String service : SERVICES) {
            start("doppel-" + service);
            ready("doppel-" + service);
        }
        start("doppel-api");
        ready("doppel-api");
    }

    String address(String name) {
        return addresses.get(name);
    }

    Container running(String name) {
        return running.get(name);
    }

    List<String> parts() {
        return List.copyOf(running.keySet());
    }

    Release.Pod pod(String name) {
        return release.pod(name);
    }

    /** Where an operator reaches both APIs. */
    String api() {
        return "http://" + addresses.get("doppel-api") + ":8080";
    }

    /** The token that the set-up job made. */
    String token() {
        String data = store.get(Node.SECRETS, "doppel-token")
                .path("data")
                .path("token")
                .asText();
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    /** Status of a page, 0 when nobody answers. */
    int status(String url) {
        return status.of(url);
    }

    /** Starts the container of a pod, also one that has ended: as a kubelet does, in the same pod. */
    void start(String name) throws IOException {
        Container container = node.start(release.pod(name), addresses.get(name));
        running.put(name, container);
    }

    /** Waits for its readiness. */
    void ready(String name) throws IOException {
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

    /** Starts a pod that ends by itself. */
    Container begin(Release.Pod pod) throws IOException {
        return node.start(pod, "10.244.0." + (pod.name().startsWith("doppel-setup") ? 100 : 101));
    }

    /** What a pod has said. */
    String said(Release.Pod pod) throws IOException {
        return Files.readString(node.log(pod.name()));
    }

    /** A pod that ends by itself with that code; what it said. */
    String run(Release.Pod pod, long seconds, int wanted) throws IOException, InterruptedException {
        int code = begin(pod).await(seconds);
        String said = said(pod);
        must(code == wanted, pod.name() + " ends with " + code + ":\n" + said);
        return said;
    }

    private void schedule(String collection, JsonNode object) {
        if (!collection.endsWith("/pods")) {
            return;
        }
        String name = object.path("metadata").path("name").asText();
        if (object.path("metadata").path("annotations").has("doppel.dev/item")) {
            items.start(collection, object);
        } else {
            Thread.ofPlatform().daemon().start(() -> gate(collection, name, new Release.Pod(name, object)));
        }
    }

    /** A pod of the self-test of scheduler-svc. The one that policies cut off is not connected. */
    private void gate(String collection, String name, Release.Pod pod) {
        boolean cut = name.equals("subject");
        String address = "10.244.1." + (cut ? 2 : 1);
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
    }

    static void must(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException("this is not so: " + what);
        }
    }

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void close() {
        node.close();
        items.close();
        api.close();
        status.close();
    }
}
