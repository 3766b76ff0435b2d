package dev.doppel.images.cluster;

import static dev.doppel.images.cluster.Installation.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A project of known truth: a service is asked, and asks the outside, which a mock answers; {@code right} passes and {@code wrong} fails, whatever
 * happens to the platform meanwhile. Both verdicts are decided by a recorded exchange, and by there being only one.
 */
final class TwoTruths implements AutoCloseable {
    private static final String DEFINITION = """
            name: %s
            items:
              - { type: SERVICE, name: svc, image: doppel.test/asks, port: 8080, healthCheck: /health }
              - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
            tests:
              - name: The service asks once
                steps:
                  - action: { type: httpRequest, method: GET, url: svc/ask }
                    assertions:
                      - assertions: [{ path: $.response.body.n, operator: eq, value: %s }]
                      - match: { origin: svc, method: GET, url: api.example.com/x }
                        count: { operator: eq, value: 1 }
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Installation installation;
    private final HttpClient http = HttpClient.newHttpClient();

    TwoTruths(Installation installation) {
        this.installation = installation;
    }

    /** The pod of {@code helm test}, with these definitions in place of its own. */
    Release.Pod pod() {
        Release.Pod test = installation.pod("doppel-test");
        ObjectNode map = (ObjectNode) installation.store.get(Node.CONFIG_MAPS, "doppel-test");
        ObjectNode data = map.putObject("data");
        data.put("right.yaml", DEFINITION.formatted("right", "1"));
        data.put("wrong.yaml", DEFINITION.formatted("wrong", "2"));
        installation.store.put(Node.CONFIG_MAPS, map);
        ObjectNode template = test.template().deepCopy();
        var mounts = ((ObjectNode) template.path("spec").path("containers").path(0)).putArray("volumeMounts");
        for (String name : List.of("right.yaml", "wrong.yaml")) {
            mounts.addObject()
                    .put("name", "definitions")
                    .put("subPath", name)
                    .put("mountPath", "/project/.dokkimi/definitions/" + name);
        }
        mounts.addObject().put("name", "tmp").put("mountPath", "/tmp");
        return new Release.Pod("truths", template);
    }

    /**
     * The latest run told the truth, decided each instance once, and lost none of the exchanges that decided.
     *
     * @param said what the command printed
     * @return which attempt decided each
     */
    Map<String, Integer> check(int code, String said) throws IOException, InterruptedException {
        must(
                code == 1 && said.contains("1 passed, 1 failed"),
                "the command tells the truth, not " + code + ":\n" + said);
        String run = get("/api/v1/results?limit=1")
                .path("results")
                .path(0)
                .path("id")
                .asText();
        JsonNode whole = get("/api/v1/results/" + run);
        must(whole.path("complete").asBoolean(), "the results are complete: " + whole);
        Map<String, String> verdicts = new TreeMap<>();
        Map<String, Integer> attempts = new TreeMap<>();
        for (JsonNode one : whole.path("instances")) {
            verdicts.put(one.path("name").asText(), one.path("verdict").asText());
            attempts.put(one.path("name").asText(), one.path("decidingAttempt").asInt());
        }
        must(verdicts.equals(Map.of("right", "PASSED", "wrong", "FAILED")), "the verdicts are true: " + verdicts);
        for (String name : verdicts.keySet()) {
            JsonNode asked = get("/api/v1/results/" + run + "/exchanges?origin=svc&instance=" + name)
                    .path("exchanges");
            must(asked.size() == 1, name + " is decided by one stored exchange: " + asked);
        }
        String events = text("/api/v1/runs/" + run + "/events");
        must(count(events, "event:instance.finished") == 2, "each instance is decided once:\n" + events);
        must(count(events, "event:run.finished") == 1, "the run ends once:\n" + events);
        return attempts;
    }

    private static int count(String text, String word) {
        return (int)
                text.lines().filter(line -> line.replace(" ", "").equals(word)).count();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    private String text(String path) throws IOException, InterruptedException {
        return page(installation.api() + path);
    }

    /** The value of a meter without labels of a service. */
    double meter(String service, String name) throws IOException, InterruptedException {
        return page("http://" + installation.address("doppel-" + service) + ":8080/q/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String page(String url) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + installation.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
