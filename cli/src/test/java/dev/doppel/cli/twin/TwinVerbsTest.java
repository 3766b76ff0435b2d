package dev.doppel.cli.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.doppel.cli.CliFailure;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands below {@code doppel twin}, against the engine's admin API behind a port. */
class TwinVerbsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TASKS = """
            version: "1.0"
            tables: [{name: tasks, seedData: [{id: t1, title: sweep}]}]
            mocks:
              - {id: tasks.list, http: {matcher: {method: GET, path: /tasks}, statefulBinding: {table: tasks, action: list}}}
            """;

    @TempDir
    Path folder;

    private static TwinResponse ask(AdminPort port, String method, String path, String body) {
        return port.twin.handle(TwinRequest.of(
                method, path, Headers.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyStarterIsServedAsItIs() throws Exception {
        assertThat(AdminPort.say("templates").out())
                .contains("crud")
                .isEqualTo(AdminPort.say("templates", "list").out());
        AdminPort.Said list = AdminPort.say("templates", "list", "--json");
        assertThat(list.exit()).isZero();
        assertThat(JSON.readTree(list.out()).findValuesAsText("name"))
                .containsExactly("crud", "auth", "webhook", "chat");
        try (AdminPort crud =
                new AdminPort(AdminPort.say("templates", "show", "crud").out(), null)) {
            assertThat(ask(crud, "POST", "/tasks", "{\"title\": \"Water\"}").status())
                    .isEqualTo(201);
            assertThat(ask(crud, "POST", "/tasks", "{\"done\": true}").status()).isEqualTo(400);
            assertThat(ask(crud, "PATCH", "/tasks/tsk_1", "{\"done\": true}").bodyText())
                    .contains("\"done\":true", "Sweep");
            assertThat(ask(crud, "PUT", "/tasks/tsk_1", "{\"title\": \"New\"}").bodyText())
                    .doesNotContain("done");
            assertThat(ask(crud, "DELETE", "/tasks/tsk_1", "").status()).isEqualTo(204);
            assertThat(ask(crud, "GET", "/tasks/tsk_1", "").status()).isEqualTo(404);
            assertThat(ask(crud, "GET", "/tasks", "").bodyText()).contains("Water", "Feed the cat");
        }
        try (AdminPort auth =
                new AdminPort(AdminPort.say("templates", "show", "auth").out(), null)) {
            TwinResponse in = ask(auth, "POST", "/login", "{\"user\": \"ada\", \"password\": \"engine\"}");
            String token = JSON.readTree(in.bodyText()).path("token").asText();
            assertThat(token).startsWith("ses_");
            assertThat(ask(auth, "POST", "/login", "{\"user\": \"ada\", \"password\": \"x\"}")
                            .status())
                    .isEqualTo(401);
            assertThat(ask(auth, "POST", "/login", "{\"user\": \"ada\"}").status())
                    .isEqualTo(401);
            assertThat(ask(auth, "GET", "/me", "").status()).isEqualTo(401);
            assertThat(auth.twin
                            .handle(TwinRequest.of(
                                    "GET", "/me", Headers.of("Authorization", "Bearer " + token), new byte[0]))
                            .status())
                    .isEqualTo(200);
        }
        try (AdminPort hooks =
                new AdminPort(AdminPort.say("templates", "show", "webhook").out(), null)) {
            TwinResponse made = ask(hooks, "POST", "/orders", "{\"item\": \"book\", \"amount\": 1250}");
            assertThat(made.bodyText()).contains("\"status\":\"open\"");
            assertThat(made.webhooks()).hasSize(1);
            String pay = "/orders/" + JSON.readTree(made.bodyText()).path("id").asText() + "/pay";
            assertThat(ask(hooks, "POST", pay, "").webhooks()).hasSize(1);
            assertThat(ask(hooks, "POST", pay, "").status()).isEqualTo(409);
        }
        try (AdminPort chat =
                new AdminPort(AdminPort.say("templates", "show", "chat").out(), null)) {
            String prompt =
                    "{\"model\": \"twin-1\", \"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}";
            assertThat(JSON.readTree(
                                    ask(chat, "POST", "/v1/chat/completions", prompt.formatted("false", "the weather?"))
                                            .bodyText())
                            .at("/choices/0/message/content")
                            .asText())
                    .isEqualTo("It is sunny.");
            assertThat(JSON.readTree(ask(
                                            chat,
                                            "POST",
                                            "/v1/chat/completions",
                                            prompt.formatted("false", "say \\\"hi\\\""))
                                    .bodyText())
                            .at("/choices/0/message/content")
                            .asText())
                    .isEqualTo("say \"hi\"");
            assertThat(ask(chat, "POST", "/v1/chat/completions", prompt.formatted("true", "the weather?"))
                            .headers()
                            .first("Content-Type"))
                    .startsWith("text/event-stream");
        }
    }

    @Test
    void aFolderGetsAConfigurationOnce() throws Exception {
        assertThat(AdminPort.say("init", folder.toString()).exit()).isZero();
        String first = Files.readString(folder.resolve("mockd.yaml"));
        assertThat(first).startsWith("# A twin that keeps tasks");
        AdminPort.Said again = AdminPort.say("init", folder.toString(), "-t", "chat");
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
        assertThat(folder.resolve("mockd.yaml")).hasContent(first);
        assertThat(AdminPort.say("new", "auth", folder.resolve("mine").toString())
                        .out())
                .contains("wrote", "doppel twin start -c");
        AdminPort.Said unknown =
                AdminPort.say("new", "soup", folder.resolve("soup").toString());
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("no template soup", "crud, auth, webhook, chat");
        assertThat(folder.resolve("soup")).doesNotExist();
    }

    @Test
    void mocksAreMadeFromOptionsAndTemplates() throws Exception {
        try (AdminPort port = new AdminPort(TASKS, null)) {
            AdminPort.Said made = port.run(
                    "http",
                    "add",
                    "/hello/{name}",
                    "--id",
                    "hello",
                    "-m",
                    "PUT",
                    "-s",
                    "202",
                    "-H",
                    "X-A=b",
                    "-b",
                    "hi {{request.pathParam.name}}");
            assertThat(made.exit()).as(made.err()).isZero();
            TwinResponse answer = ask(port, "PUT", "/hello/ada", "");
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.bodyText()).isEqualTo("hi ada");
            assertThat(answer.headers().first("X-A")).isEqualTo("b");
            assertThat(port.run("http", "list").out()).contains("hello", "tasks.list");
            assertThat(port.run("http", "get", "hello").out()).contains("/hello/{name}");
            assertThat(port.run("http", "delete", "hello").exit()).isZero();
            assertThat(port.run("http", "get", "hello").exit()).isEqualTo(2);
            assertThat(port.run("http", "add", "hello").err()).contains("begins with a slash");
            assertThat(port.run("templates", "apply", "chat", "--as", "ai").out())
                    .contains("3 mock(s) added from the template chat; 4 are served now.");
            assertThat(port.run("list").out()).contains("ai.chat.any");
            AdminPort.Said list = port.run("list", "-t", "http", "--json");
            assertThat(JSON.readTree(list.out()).get(0).path("binding").asText())
                    .isEqualTo("tasks/list");
            assertThat(JSON.readTree(list.out()).get(0).has("operationId")).isTrue();
        }
    }

    @Test
    void whatAFormatLeavesOutIsToldBesideTheDocument() throws Exception {
        try (AdminPort port = new AdminPort(TASKS, null)) {
            AdminPort.Said said = port.run("export", "--format", "openapi");
            assertThat(said.exit()).isZero();
            assertThat(said.out()).startsWith("openapi:").doesNotContain("warning");
            assertThat(said.err())
                    .contains("warning: configuration /tables/0: the table tasks is left out", "[export-binding]");
            AdminPort.Said file = port.run(
                    "export", "--format", "har", "-o", folder.resolve("x.har").toString(), "--json");
            assertThat(JSON.readTree(file.out()).path("warnings")).isNotEmpty();
            assertThat(JSON.readTree(folder.resolve("x.har").toFile()).has("log"))
                    .isTrue();
            assertThat(port.run("export").err()).isEmpty();
            AdminPort.Said unknown = port.run("export", "--format", "soup");
            assertThat(unknown.exit()).isEqualTo(2);
            assertThat(unknown.err()).contains("unknown format soup; use mockd, openapi");
        }
    }

    @Test
    void anOperationIsValidatedWithoutBeingMade() throws Exception {
        try (AdminPort port = new AdminPort(TASKS, null)) {
            String good =
                    "{\"name\": \"Done\", \"steps\": [{\"type\": \"delete\", \"resource\": \"tasks\", \"id\": \"input.id\"}]}";
            assertThat(port.run("stateful", "custom", "validate", good).out()).contains("The operation Done is valid.");
            AdminPort.Said bad = port.run("stateful", "custom", "validate", good.replace("tasks", "none"));
            assertThat(bad.exit()).isEqualTo(2);
            assertThat(bad.err()).contains("operation Done, step 1", "no table");
            assertThat(port.run("stateful", "custom", "list").out()).isBlank();
        }
    }

    @Test
    void healthAndPortsAreForScripts() throws Exception {
        String closed;
        try (AdminPort port = new AdminPort(TASKS, null)) {
            closed = port.url();
            assertThat(port.run("health").out().strip()).isEqualTo("healthy, ready");
            assertThat(JSON.readTree(port.run("health", "--json").out())
                            .path("ready")
                            .asBoolean())
                    .isTrue();
        }
        assertThat(AdminPort.say("health", "--admin-url", closed).exit()).isEqualTo(3);
        assertThat(AdminPort.say("health", "--admin-url", "box:4290").exit()).isEqualTo(2);
    }

    @Test
    void contextsNameAdminApisAndKeepTheirKeysToTheirOwner() throws Exception {
        try (AdminPort port = new AdminPort(TASKS, "s3cret")) {
            Path key = Files.writeString(folder.resolve("key"), "s3cret\n");
            assertThat(AdminPort.say("context", "add", "box").err()).contains("--admin-url URL");
            assertThat(AdminPort.say("context", "add", "box", "--admin-url", port.url(), "--key-file", key.toString())
                            .exit())
                    .isZero();
            assertThat(AdminPort.say("context", "add", "box", "--admin-url", port.url())
                            .exit())
                    .isEqualTo(2);
            assertThat(AdminPort.say("list", "--context", "box").out()).contains("tasks.list");
            AdminPort.Said none = AdminPort.say("list", "--context", "bx");
            assertThat(none.exit()).isEqualTo(2);
            assertThat(none.err()).contains("no context bx; known: local, box");
            assertThat(AdminPort.say("context", "use", "box").exit()).isZero();
            assertThat(AdminPort.say("health").exit()).isZero();
            assertThat(AdminPort.say("context", "set", "box", "--workspace", "nowhere")
                            .exit())
                    .isZero();
            assertThat(AdminPort.say("list").err()).contains("no workspace nowhere");
            assertThat(AdminPort.say("list", "-w", "default").exit()).isZero();
            AdminPort.Said list = AdminPort.say("context", "list");
            assertThat(list.out()).contains("*  box", port.url(), "nowhere").doesNotContain("s3cret");
            assertThat(AdminPort.say("context", "show", "--json").out())
                    .contains("\"key\" : true", "\"current\" : true")
                    .doesNotContain("s3cret");
            assertThat(AdminPort.say("logs", "--context", "box").err()).contains("twins of this machine");
            port.close();
            assertThat(AdminPort.say("list").err()).contains("the context box", "context use local");
            Path file = TwinTarget.directories().state().resolve("twin-contexts.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(AdminPort.say("context", "remove", "box").exit()).isZero();
            assertThat(AdminPort.say("context", "show").out()).contains("\"name\" : \"local\"");
            assertThat(AdminPort.say("context", "remove", "local").exit()).isEqualTo(2);
            assertThat(file).content().doesNotContain("s3cret");
        }
    }

    @Test
    void aBrokenFileOfContextsIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("contexts.json"), "{oops");
        Assertions.assertThatThrownBy(() -> TwinContexts.open(file))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining(file + " cannot be read");
    }
}
