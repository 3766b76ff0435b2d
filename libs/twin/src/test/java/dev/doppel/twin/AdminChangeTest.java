package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.admin.AdminApi;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the admin API changes of what is served. */
class AdminChangeTest {
    private static final String CONFIG = """
            version: "1.0"
            tables:
              - {name: tasks, seedData: [{id: t1, title: sweep}]}
            mocks:
              - {id: tasks.list, http: {matcher: {method: GET, path: /tasks}, statefulBinding: {table: tasks, action: list}}}
            """;
    private static final String HELLO =
            "{\"id\":\"hello\",\"http\":{\"matcher\":{\"method\":\"GET\",\"path\":\"/hello\"},\"response\":{\"statusCode\":200,\"body\":\"hi\"}}}";

    private final TwinInstance twin =
            Twins.engine(CONFIG, Map.of(), TwinOptions.defaults()).start();
    private final Twins.Speaker s = new Twins.Speaker(twin);
    private final AdminApi admin = new AdminApi(twin, null);

    private Twins.Reply ask(String method, String target, String body) {
        return new Twins.Reply(
                admin.handle(TwinRequest.of(method, target, new Headers(), body.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aMockIsMadeReplacedSwitchedAndRemoved() {
        assertThat(s.get("/hello").status()).isEqualTo(404);
        assertThat(ask("POST", "/mocks", HELLO).status()).isEqualTo(201);
        assertThat(s.get("/hello").text()).isEqualTo("hi");
        assertThat(ask("PUT", "/mocks/hello", HELLO.replace("\"hi\"", "\"ho\"")).status())
                .isEqualTo(200);
        assertThat(s.get("/hello").text()).isEqualTo("ho");
        assertThat(ask("PATCH", "/mocks/hello", "{\"enabled\":false}").at("/enabled"))
                .isEqualTo(false);
        assertThat(s.get("/hello").status()).isEqualTo(404);
        assertThat(ask("DELETE", "/mocks/hello", "").status()).isEqualTo(204);
        assertThat(ask("GET", "/mocks/hello", "").status()).isEqualTo(404);
        assertThat(ask("POST", "/mocks/bulk", "[" + HELLO + "]").at("/created")).isEqualTo(1L);
        assertThat(ask(
                                "POST",
                                "/mocks",
                                "{\"id\":\"x\",\"http\":{\"matcher\":{},\"statefulBinding\":{\"table\":\"no\",\"action\":\"list\"}}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tablesAndOperationsComeAndGoWhileRowsStay() {
        ask("POST", "/state/resources/tasks/items", "{\"title\":\"kept\"}");
        assertThat(ask("POST", "/state/resources", "{\"name\":\"notes\",\"seedData\":[{\"id\":\"n1\"}]}")
                        .status())
                .isEqualTo(201);
        assertThat(ask("POST", "/state/resources", "{\"name\":\"notes\"}").status())
                .isEqualTo(409);
        assertThat(ask("GET", "/state/resources/notes/items/n1", "").status()).isEqualTo(200);
        assertThat(s.get("/tasks").text()).contains("kept");
        String operation =
                "{\"name\":\"First\",\"steps\":[{\"type\":\"read\",\"resource\":\"notes\",\"id\":\"input.id\",\"as\":\"n\"}],\"response\":{\"id\":\"n.id\"}}";
        assertThat(ask("POST", "/state/operations", operation).status()).isEqualTo(201);
        assertThat(ask("POST", "/state/operations/First/execute", "{\"id\":\"n1\"}")
                        .at("/id"))
                .isEqualTo("n1");
        assertThat(ask("DELETE", "/state/operations/First", "").status()).isEqualTo(204);
        assertThat(ask("POST", "/state/resources/notes/unregister", "").status())
                .isEqualTo(200);
        assertThat(ask("GET", "/state/resources/notes", "").status()).isEqualTo(404);
    }

    @Test
    void aConfigurationIsMergedOrTakesTheOthersPlace() {
        assertThat(ask("POST", "/config", "{\"config\":{\"mocks\":[" + HELLO + "]}}")
                        .at("/mocks"))
                .isEqualTo(2L);
        assertThat(s.get("/tasks").status()).isEqualTo(200);
        assertThat(ask(
                                "POST",
                                "/config",
                                "{\"replace\":true,\"config\":{\"version\":\"1.0\",\"mocks\":[" + HELLO + "]}}")
                        .at("/mocks"))
                .isEqualTo(1L);
        assertThat(s.get("/tasks").status()).isEqualTo(404);
        assertThat(ask("POST", "/config", "{\"replace\":true,\"config\":{\"version\":\"9\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(s.get("/hello").status()).isEqualTo(200);
    }

    @Test
    void aDocumentIsImportedUnderANamespace() {
        String document =
                "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{\"/ping\":{\"get\":{\"operationId\":\"ping\",\"responses\":{\"204\":{\"description\":\"ok\"}}}}}}";
        var imported = ask("POST", "/import?name=api.json&as=far", document);
        assertThat(imported.status()).isEqualTo(201);
        assertThat(imported.at("/added")).isEqualTo(1L);
        assertThat(s.get("/ping").status()).isEqualTo(204);
        assertThat(ask("GET", "/mocks/far.ping", "").status()).isEqualTo(200);
        assertThat(ask("POST", "/import?name=x.txt", "nothing known").status()).isEqualTo(400);
    }

    @Test
    void whatWasAddedCanBeAddedAgain() {
        ask("POST", "/mocks", HELLO);
        ask("POST", "/state/resources", "{\"name\":\"notes\"}");
        TwinInstance next =
                Twins.engine(CONFIG, Map.of(), TwinOptions.defaults()).start();
        next.replace(CatalogLoader.extend(
                next.catalog(), twin.additions().asConfig(), next.catalog().files(), next.options()));
        assertThat(new Twins.Speaker(next).get("/hello").text()).isEqualTo("hi");
        assertThat(next.catalog().tables()).containsKeys("tasks", "notes");
        ask("DELETE", "/mocks/hello", "");
        assertThat(twin.additions().asConfig()).containsOnlyKeys("tables");
    }
}
