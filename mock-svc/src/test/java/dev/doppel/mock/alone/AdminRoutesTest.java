package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the admin port over HTTP (twin spec 9): what it answers, and how it refuses. Rows run in the order they stand. */
class AdminRoutesTest {
    private static final String CONFIG = Standing.TASKS + """
              - {id: hello, http: {matcher: {method: GET, path: /hello}, response: {statusCode: 200, body: hi}}}
            customOperations:
              - {name: Title, steps: [{type: read, resource: tasks, id: input.id, as: t}], response: {title: t.title}}
            """;
    private static final String MOCK =
            "{\"id\":\"%s\",\"http\":{\"matcher\":{\"method\":\"GET\",\"path\":\"/%s\"},\"response\":{\"statusCode\":200,\"body\":\"%s\"}}}";

    /** Method, target, body, status, and what the answer contains. */
    private static final String[][] ROUTES = {
        {"GET", "/health", "", "200", "\"healthy\""},
        {"GET", "/ready", "", "200", "\"ready\""},
        {"GET", "/status", "", "200", "\"bindings\":3"},
        {"GET", "/ports", "", "200", "\"component\":\"admin\""},
        {"GET", "/metrics", "", "200", "doppel_twin_mocks 4"},
        {"GET", "/nothing", "", "404", "not_found"},
        {"PATCH", "/health", "", "404", "not_found"},
        // mocks
        {"GET", "/mocks", "", "200", "\"total\":4"},
        {"POST", "/mocks", mock("a", "one"), "201", "\"id\":\"a\""},
        {"POST", "/mocks", mock("a", "two"), "409", "PUT /mocks/a"},
        {"POST", "/mocks", "{\"id\":\"b\",\"http\":{\"matcher\":{},\"response\":{}}}", "400", "invalid_config"},
        {"POST", "/mocks", "{oops", "400", "invalid_request"},
        {"POST", "/mocks", mock("notes.Read", "r"), "201", "notes.Read"},
        {"POST", "/mocks/Read/verify", "{}", "404", "there is no mock Read; did you mean notes.Read?"},
        {"DELETE", "/mocks/notes.Read", "", "204", ""},
        {"POST", "/mocks/bulk", "[" + mock("b", "b") + "," + mock("c", "c") + "]", "201", "\"created\":2"},
        {"GET", "/mocks/a", "", "200", "\"path\":\"/a\""},
        {"GET", "/mocks/none", "", "404", "there is no mock none"},
        {"PUT", "/mocks/a", mock("a", "two"), "200", "\"id\":\"a\""},
        {"PUT", "/mocks/none", mock("none", "x"), "404", "there is no mock none"},
        {"PATCH", "/mocks/a", "{\"enabled\":false}", "200", "\"enabled\":false"},
        {"POST", "/mocks/a/toggle", "", "200", "\"enabled\":true"},
        {"POST", "/mocks/none/toggle", "", "404", "not_found"},
        {"DELETE", "/mocks/a", "", "204", ""},
        {"DELETE", "/mocks/a", "", "404", "not_found"},
        // configuration and documents
        {"GET", "/config", "", "200", "\"version\":\"1.0\""},
        {"POST", "/config", "{\"config\":{\"mocks\":[" + mock("d", "d") + "]}}", "200", "\"applied\""},
        {"POST", "/config", "{}", "400", "give config"},
        {"POST", "/import?name=x.curl", "curl http://h/imported", "201", "\"added\":1"},
        {"POST", "/import?name=x&format=nope", "x", "400", "unknown_format"},
        {"POST", "/import?name=x.json", "{\"what\":1}", "400", "not recognised"},
        {"GET", "/export?format=mockd&as=json", "", "200", "tasks.list"},
        {"GET", "/export?format=har&report=true", "", "200", "the table tasks is left out"},
        {"GET", "/export?format=nope", "", "400", "unknown_format"},
        {"GET", "/openapi.json", "", "200", "\"openapi\""},
        {"GET", "/openapi.yaml", "", "200", "openapi:"},
        {"GET", "/insomnia.json", "", "200", "tasks"},
        {"GET", "/insomnia.yaml", "", "200", "tasks"},
        {"GET", "/formats", "", "200", "wiremock"},
        // tables and rows
        {"GET", "/state", "", "200", "\"totalItems\":1"},
        {"GET", "/state/resources", "", "200", "\"resourceList\":[\"tasks\"]"},
        {"POST", "/state/resources", "{\"name\":\"notes\"}", "201", "notes"},
        {"POST", "/state/resources", "{\"name\":\"notes\"}", "409", "conflict"},
        {"POST", "/state/resources", "{}", "400", "invalid_config"},
        {"GET", "/state/resources/notes", "", "200", "\"itemCount\":0"},
        {"GET", "/state/resources/none", "", "404", "there is no table none"},
        {"POST", "/state/resources/notes/items", "{\"id\":\"n1\",\"text\":\"a\"}", "201", "\"n1\""},
        {"POST", "/state/resources/notes/items", "{\"id\":\"n1\"}", "409", "conflict"},
        {"POST", "/state/resources/notes/items", "[1]", "400", "JSON object"},
        {"GET", "/state/resources/notes/items", "", "200", "\"total\":1"},
        {"GET", "/state/resources/notes/items/n1", "", "200", "\"text\":\"a\""},
        {"GET", "/state/resources/notes/items/n2", "", "404", "not_found"},
        {"PATCH", "/state/resources/notes/items/n1", "{\"more\":1}", "200", "\"text\":\"a\""},
        {"PUT", "/state/resources/notes/items/n1", "{\"only\":1}", "200", "\"only\":1"},
        {"DELETE", "/state/resources/notes/items/n1", "", "204", ""},
        {"DELETE", "/state/resources/notes/items/n1", "", "404", "not_found"},
        {"DELETE", "/state/resources/tasks", "", "200", "\"cleared\":true"},
        {"POST", "/state/resources/tasks/reset", "", "200", "\"table\":\"tasks\""},
        {"GET", "/state/resources/tasks/items", "", "200", "sweep"},
        {"POST", "/state/reset", "", "200", "\"status\":\"reset\""},
        {"POST", "/state/reset?resource=tasks", "", "200", "\"table\":\"tasks\""},
        {"POST", "/reset", "", "200", "\"tables\":2"},
        {"POST", "/reset/tasks", "", "200", "\"table\":\"tasks\""},
        {"POST", "/reset/none", "", "404", "there is no table none"},
        {"POST", "/state/resources/notes/unregister", "", "200", "notes"},
        {"POST", "/state/resources/notes/unregister", "", "404", "there is no table notes"},
        // snapshots and whole states
        {"POST", "/state/snapshots", "{\"name\":\"s\"}", "201", "\"name\":\"s\""},
        {"GET", "/state/snapshots", "", "200", "\"name\":\"s\""},
        {"POST", "/state/snapshots/none/restore", "", "404", "there is no snapshot none"},
        {"DELETE", "/state/snapshots/none", "", "404", "there is no snapshot none"},
        {"GET", "/state/export", "", "200", "\"tsk_1\""},
        {"PUT", "/state/import", "{\"tables\":{\"tasks\":{\"rows\":[{\"id\":\"t9\",\"data\":{}}]}}}", "200", "imported"
        },
        {"PUT", "/state/import", "{\"tables\":{\"none\":{}}}", "400", "there is no table none"},
        {"PUT", "/state/import", "{\"tables\":{\"tasks\":{\"rows\":[{}]}}}", "400", "has no id"},
        {"POST", "/reset", "", "200", "reset"},
        // operations
        {"GET", "/state/operations", "", "200", "\"name\":\"Title\""},
        {"GET", "/state/operations/Title", "", "200", "\"resource\":\"tasks\""},
        {"GET", "/state/operations/None", "", "404", "there is no operation None"},
        {"POST", "/state/operations/Title/execute", "{\"id\":\"tsk_1\"}", "200", "\"title\":\"sweep\""},
        {"POST", "/state/operations/Title/execute", "{\"id\":\"no\"}", "404", "not_found"},
        {"POST", "/state/operations/None/execute", "{}", "404", "there is no operation None"},
        {"POST", "/state/operations", "{\"name\":\"Two\",\"steps\":[],\"response\":{\"two\":\"1 + 1\"}}", "201", "Two"},
        {"POST", "/state/operations", "{\"name\":\"Two\",\"steps\":[]}", "409", "conflict"},
        {"POST", "/state/operations/Two/execute", "{}", "200", "\"two\":2"},
        {
            "POST",
            "/state/operations/validate",
            "{\"name\":\"Two\",\"steps\":[],\"response\":{\"x\":\"1\"}}",
            "200",
            "\"valid\":true"
        },
        {
            "POST",
            "/state/operations/validate",
            "{\"name\":\"Three\",\"steps\":[{\"type\":\"read\",\"resource\":\"none\",\"id\":\"input.id\",\"as\":\"a\"}]}",
            "400",
            "there is no table"
        },
        {"GET", "/state/operations/Three", "", "404", "there is no operation Three"},
        {"DELETE", "/state/operations/Two", "", "204", ""},
        {"DELETE", "/state/operations/Two", "", "404", "there is no operation Two"},
        // log and verification
        {"GET", "/requests", "", "200", "\"matchedMockId\":\"hello\""},
        {"GET", "/requests?path=/hell&method=get&status=200&hasError=false&protocol=http", "", "200", "\"total\":1"},
        {"GET", "/requests?unmatchedOnly=true", "", "200", "\"total\":0"},
        {"GET", "/requests?hasError=true", "", "200", "\"total\":0"},
        {"GET", "/requests/req_1", "", "200", "/hello"},
        {"GET", "/requests/req_0", "", "404", "there is no request req_0"},
        {"GET", "/mocks/hello/verify", "", "200", "\"callCount\":1"},
        {"POST", "/mocks/hello/verify", "{\"exactly\":1}", "200", "\"passed\":true"},
        {"POST", "/mocks/hello/verify", "{\"atMost\":0}", "200", "\"passed\":false"},
        {"POST", "/mocks/hello/verify", "{}", "400", "missing_criteria"},
        {"POST", "/mocks/hello/verify", "{\"exactly\":1,\"where\":{\"query\":{\"q\":\"1\"}}}", "200", "\"passed\":true"
        },
        {"POST", "/mocks/hello/verify", "{\"exactly\":1,\"where\":{\"query\":{\"q\":\"2\"}}}", "200", "\"actual\":0"},
        {
            "POST",
            "/mocks/hello/verify",
            "{\"never\":true,\"where\":{\"headers\":{\"x-a\":\"b\"}}}",
            "200",
            "\"passed\":true"
        },
        {"POST", "/mocks/hello/verify", "{\"exactly\":1,\"where\":{\"what\":{}}}", "400", "bodyJsonPath, not what"},
        {"POST", "/mocks/none/verify", "{\"exactly\":1}", "404", "there is no mock none"},
        {"GET", "/mocks/hello/invocations?limit=5&offset=0", "", "200", "\"queryParams\":{\"q\":\"1\"}"},
        {"DELETE", "/mocks/hello/invocations", "", "200", "\"cleared\":1"},
        {"DELETE", "/verify", "", "200", "\"cleared\""},
        {"DELETE", "/requests", "", "200", "\"cleared\""},
        // faults
        {"GET", "/chaos", "", "200", "{"},
        {"PUT", "/chaos", "{\"enabled\":true,\"errorRate\":{\"probability\":2}}", "400", "probability"},
        {
            "PUT",
            "/chaos",
            "{\"enabled\":true,\"rules\":[{\"pathPattern\":\"/x\",\"faults\":[{\"type\":\"circuit_breaker\"}]}]}",
            "200",
            "rules"
        },
        {"POST", "/chaos/circuit-breakers/0:0/trip", "", "200", "tripped"},
        {"POST", "/chaos/circuit-breakers/0:0/reset", "", "200", "reset"},
        {"GET", "/chaos/stats", "", "200", "{"},
        {"POST", "/chaos/stats/reset", "", "200", "reset"},
        {"GET", "/chaos/faults", "", "200", "slow_body"},
        {"GET", "/chaos/profiles", "", "200", "flaky"},
        {"GET", "/chaos/profiles/offline", "", "200", "503"},
        {"GET", "/chaos/profiles/none", "", "404", "known: "},
        {"POST", "/chaos/profiles/offline/apply", "", "200", "503"},
        {"POST", "/chaos/profiles/none/apply", "", "404", "known: "},
        {"PUT", "/chaos", "{\"enabled\":false}", "200", "false"},
        // runs, clock, webhooks
        {"POST", "/runs", "{\"id\":\"r1\",\"ttl\":\"1h\",\"seed\":7}", "201", "\"r1\""},
        {"POST", "/runs", "{\"id\":\"not usable\"}", "429", "too_many_runs"},
        {"POST", "/runs", "{\"ttl\":\"soon\"}", "400", "soon"},
        {"GET", "/runs", "", "200", "\"r1\""},
        {"GET", "/state?run=r1", "", "200", "\"totalItems\":1"},
        {"DELETE", "/runs/r1", "", "204", ""},
        {"DELETE", "/runs/r1", "", "404", "there is no run r1"},
        {"POST", "/clock", "{\"advance\":\"1h\"}", "200", "\"now\""},
        {"POST", "/clock", "{}", "400", "give advance"},
        {"GET", "/webhooks", "", "200", "\"total\":0"},
        {"GET", "/webhooks/deliveries", "", "200", "\"total\":0"},
        {"GET", "/webhooks/evt_1", "", "404", "evt_1"},
        {"POST", "/webhooks/deliveries/evt_1/redeliver", "", "404", "evt_1"},
        {"DELETE", "/webhooks", "", "200", "\"cleared\":0"},
        // workspaces
        {"GET", "/workspaces", "", "200", "\"total\":1"},
        {"POST", "/workspaces", "{\"name\":\"Team A\",\"basePath\":\"/a\"}", "201", "\"id\":\"team-a\""},
        {"POST", "/workspaces", "{\"id\":\"team-a\"}", "409", "exists already"},
        {"POST", "/workspaces", "{\"id\":\"b\",\"basePath\":\"/a/b\"}", "409", "overlaps /a"},
        {"POST", "/workspaces", "{}", "400", "give name"},
        {"POST", "/workspaces", "{\"id\":\"a/b\"}", "400", "letters, digits"},
        {"POST", "/workspaces", "{\"id\":\"b\",\"basePath\":\"/a b\"}", "400", "basePath is a path"},
        {"GET", "/workspaces/team-a", "", "200", "\"basePath\":\"/a\""},
        {"GET", "/workspaces/none", "", "404", "there is no workspace none"},
        {"PUT", "/workspaces/team-a", "{\"description\":\"of A\"}", "200", "\"basePath\":\"/a\",\"mocks\":0"},
        {"PUT", "/workspaces/team-a", "{\"id\":\"other\"}", "400", "stays"},
        {"PUT", "/workspaces/default", "{\"name\":\"x\"}", "409", "configuration file"},
        {"GET", "/mocks?workspaceId=team-a", "", "200", "\"total\":0"},
        {"GET", "/mocks?workspaceId=none", "", "404", "workspace_not_found"},
        {"DELETE", "/workspaces/default", "", "409", "configuration file"},
        {"DELETE", "/workspaces/team-a", "", "204", ""},
        {"DELETE", "/workspaces/team-a", "", "404", "there is no workspace team-a"},
        {"DELETE", "/mocks", "", "200", "\"deleted\""},
        // recording
        {"GET", "/proxy/status", "", "200", "\"running\":false"},
        {"GET", "/proxy/ca", "", "404", "POST /proxy/ca makes one"},
        {"POST", "/proxy/ca", "", "201", "\"created\":true"},
        {"POST", "/proxy/ca", "", "200", "\"created\":false"},
        {"GET", "/proxy/ca", "", "200", "BEGIN CERTIFICATE"},
        {"GET", "/proxy/mode", "", "200", "\"record\""},
        {"PUT", "/proxy/mode", "{\"mode\":\"passthrough\"}", "200", "\"passthrough\""},
        {"PUT", "/proxy/mode", "{\"mode\":\"rewind\"}", "400", "record or passthrough, not rewind"},
        {"PUT", "/proxy/mode", "{}", "400", "record or passthrough"},
        {"PUT", "/proxy/filters", "{\"excludeHosts\":[\"*.internal\"]}", "200", "*.internal"},
        {"GET", "/proxy/filters", "", "200", "\"includePaths\":[]"},
        {"PUT", "/proxy/filters", "{\"includePaths\":[\"\"]}", "400", "1 to 500 characters"},
        {"PUT", "/proxy/filters", "{\"paths\":[\"/v1\"]}", "400", "not paths"},
        {"POST", "/proxy/stop", "", "409", "does not run"},
        {"POST", "/proxy/start", "{\"port\":70000}", "400", "not 70000"},
        {"POST", "/proxy/start", "{\"mode\":1}", "400", "record or passthrough"},
        {"POST", "/proxy/start", "{\"host\":\"elsewhere.example\"}", "400", "an address of this machine"},
        {"POST", "/proxy/start", "{\"session\":\"../up\"}", "400", "letters, digits"},
        {"POST", "/proxy/start", "{\"secretPatterns\":[\"(\"]}", "400", "RE2"},
        {"POST", "/proxy/start", "{\"caPem\":\"none\"}", "400", "in PEM"},
        {"POST", "/proxy/start", "{\"speed\":1}", "400", "unknown member speed"},
        {"POST", "/proxy/start", "[1]", "400", "JSON object"},
        {"POST", "/proxy/start", "{\"port\":0,\"session\":\"one\",\"mode\":\"record\"}", "201", "\"session\":\"one-"},
        {"POST", "/proxy/start", "{\"port\":0}", "409", "runs already"},
        {"GET", "/proxy/status", "", "200", "\"https\":\"recorded\""},
        {"GET", "/proxy/none", "", "404", "no admin endpoint"},
        {"GET", "/recordings", "", "200", "\"total\":0"},
        {"GET", "/recordings?status=9xx", "", "400", "a class such as 4xx"},
        {"GET", "/recordings?limit=some", "", "400", "limit is a number"},
        {"GET", "/recordings?session=none", "", "404", "there is no session none"},
        {"GET", "/recordings/rec_1", "", "404", "there is no recording rec_1"},
        {"DELETE", "/recordings/rec_1", "", "404", "there is no recording rec_1"},
        {"DELETE", "/recordings", "", "200", "\"cleared\":0"},
        {"GET", "/recordings/export", "", "200", "RecordingCollection"},
        {"POST", "/recordings/convert", "{}", "404", "no recording is meant"},
        {"POST", "/recordings/convert", "{\"what\":1}", "400", "unknown member what"},
        {"GET", "/sessions", "", "200", "\"total\":1"},
        {"GET", "/sessions/latest", "", "200", "\"active\":true"},
        {"GET", "/sessions/none", "", "404", "there is no session none"},
        {"GET", "/sessions/latest/recordings", "", "200", "\"count\":0"},
        {"DELETE", "/sessions/latest/recordings", "", "200", "\"cleared\":0"},
        {"DELETE", "/sessions/latest", "", "409", "stop the proxy"},
        {"POST", "/sessions", "{\"name\":\"two\"}", "201", "\"name\":\"two\""},
        {"POST", "/sessions", "{\"name\":\"a/b\"}", "400", "letters, digits"},
        {"POST", "/sessions/none/activate", "", "404", "there is no session none"},
        {"POST", "/sessions/latest/activate", "", "200", "\"active\":true"},
        {"DELETE", "/sessions", "", "200", "\"deleted\":1"},
        {"POST", "/proxy/stop", "", "200", "\"status\":\"stopped\""},
        {"DELETE", "/sessions/latest", "", "204", ""},
        {"GET", "/sessions", "", "200", "\"total\":0"},
    };

    @TempDir
    static Path folder;

    private static Standing standing;

    private static String mock(String id, String body) {
        return MOCK.formatted(id, id, body);
    }

    @BeforeAll
    static void start() throws Exception {
        standing = Standing.of(folder, CONFIG, "--auth=false");
    }

    @AfterAll
    static void stop() {
        standing.close();
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> everyRouteAnswersAndRefuses() throws Exception {
        assertThat(standing.get("/hello?q=1").body()).isEqualTo("hi");
        return java.util.Arrays.stream(ROUTES)
                .map(row -> DynamicTest.dynamicTest(row[0] + " " + row[1] + " -> " + row[3], () -> {
                    HttpResponse<String> answer = standing.admin(row[0], row[1], row[2]);
                    assertThat(answer.statusCode() + " " + answer.body())
                            .startsWith(row[3] + " ")
                            .contains(row[4]);
                    if (answer.statusCode() >= 400) {
                        assertThat(answer.body()).contains("\"error\":\"", "\"message\":\"");
                    }
                }));
    }

    @Test
    void T124_aSnapshotRestoresTheListByteForByte() throws Exception {
        try (Standing other = Standing.of(folder.resolve("records").getParent(), CONFIG, "--auth=false")) {
            other.post("/tasks", "{\"title\":\"dust\"}");
            String before = other.get("/tasks").body();
            String made =
                    other.admin("POST", "/state/snapshots", "{\"name\":\"s\"}").body();
            String id = made.replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
            other.post("/tasks", "{\"title\":\"mop\"}");
            assertThat(other.get("/tasks").body()).isNotEqualTo(before);
            assertThat(other.admin("POST", "/state/snapshots/" + id + "/restore", "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(other.get("/tasks").body()).isEqualTo(before);
            assertThat(other.admin("DELETE", "/state/snapshots/" + id, "").statusCode())
                    .isEqualTo(204);
        }
    }
}
