package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.export.ExportFormat;
import dev.doppel.twin.export.Exports;
import dev.doppel.twin.load.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Documents as they are found in the wild: what is taken over answers, and what is not is said with its place. */
class ImportMessyTest extends Statements {
    private static Twins.Speaker imported(String file, String text) {
        return Twins.start(config("imports:\n  - {path: " + file + "}\n"), Map.of(file, text));
    }

    private static List<String> notes(Twins.Speaker s) {
        return s.twin().catalog().warnings().stream()
                .filter(w -> w.code().equals("not-imported"))
                .map(Problem::pointer)
                .toList();
    }

    private static final String CART = """
            {"mappings": [
              {"scenarioName": "cart", "requiredScenarioState": "Started", "newScenarioState": "one item",
               "request": {"method": "POST", "urlPath": "/cart"}, "response": {"status": 201}},
              {"scenarioName": "cart", "requiredScenarioState": "Started", "priority": 1,
               "request": {"method": "GET", "urlPath": "/cart"}, "response": {"jsonBody": {"items": []}}},
              {"scenarioName": "cart", "requiredScenarioState": "one item",
               "request": {"method": "GET", "urlPath": "/cart"}, "response": {"jsonBody": {"items": ["milk"]}}},
              {"scenarioName": "cart", "newScenarioState": "Started",
               "request": {"method": "DELETE", "urlPath": "/cart"}, "response": {"status": 204}},
              {"requiredScenarioState": "never", "request": {"urlPath": "/loose"}, "response": {"body": "loose"}},
              {"request": {"method": "GET", "urlPath": "/logo"},
               "response": {"base64Body": "/wCAfg==", "headers": {"Content-Type": "image/x", "Set-Cookie": ["a=1", "b=2"]}}},
              {"request": {"method": "POST", "urlPath": "/upload", "multipartPatterns": [{"name": "file"}]}, "response": {"status": 200}},
              {"request": {"method": "GET", "urlPathTemplate": "/hello/{who}", "queryParameters": {"lang": {"equalTo": "de"}}},
               "response": {"body": "Hallo {{request.path.who}} {{jsonPath request.body '$.x'}} {{math 1 '+' 2}}", "transformers": ["response-template"]}}
            ]}
            """;

    @Test
    void scenariosOfWiremockGoFromStateToState() {
        var s = imported("cart.json", CART);
        assertThat(s.get("/cart").at("/items")).isEqualTo(List.of());
        assertThat(s.send("POST", "/cart", "", "").status()).isEqualTo(201);
        assertThat(s.get("/cart").at("/items")).isEqualTo(List.of("milk"));
        var second = s.send("POST", "/cart", "", "");
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.text()).contains("scenario", "cart in state Started");
        assertThat(s.get("/cart", "X-Mockd-Run", "other").at("/items")).isEqualTo(List.of());
        s.twin().runs().shared().reset();
        assertThat(s.get("/cart").at("/items")).isEqualTo(List.of());
        s.send("POST", "/cart", "", "");
        assertThat(s.delete("/cart").status()).isEqualTo(204);
        assertThat(s.get("/cart").at("/items")).isEqualTo(List.of());
    }

    @Test
    void theRestOfAMessyMappingFileIsServedOrSaid() {
        var s = imported("cart.json", CART);
        assertThat(s.get("/loose").text()).isEqualTo("loose");
        assertThat(s.get("/logo").raw().body()).containsExactly(0xff, 0x00, 0x80, 0x7e);
        assertThat(s.send("POST", "/upload", "", "").status()).isEqualTo(404);
        assertThat(s.get("/hello/Ann?lang=de").text()).startsWith("Hallo Ann");
        assertThat(s.get("/hello/Ann?lang=en").status()).isEqualTo(404);
        assertThat(notes(s)).contains("/mappings/4", "/mappings/6/request/multipartPatterns", "/mappings/7/response");
    }

    @Test
    void scenariosSurviveAnExportToMockdAndBack() {
        var s = imported("cart.json", CART);
        byte[] text = Exports.write(ExportFormat.of("mockd", true), s.twin().catalog(), true);
        var again = Twins.start(new String(text, StandardCharsets.UTF_8));
        again.send("POST", "/cart", "", "");
        assertThat(again.get("/cart").at("/items")).isEqualTo(List.of("milk"));
        byte[] back = Exports.write(ExportFormat.of("wiremock", false), s.twin().catalog(), true);
        var third = imported("back.json", new String(back, StandardCharsets.UTF_8));
        third.send("POST", "/cart", "", "");
        assertThat(third.get("/cart").at("/items")).isEqualTo(List.of("milk"));
    }

    @Test
    void archivesWithPackedBytesCookiesAndRepeatsAnswerAndSay() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"packed\":true}".getBytes(StandardCharsets.UTF_8));
        }
        String har = """
                {"log": {"version": "1.2", "entries": [
                  {"request": {"method": "GET", "url": "https://api.example/v1/a?x=1"},
                   "response": {"status": 200, "headers": [{"name": "content-encoding", "value": "gzip"}, {"name": "Set-Cookie", "value": "s=1"}],
                    "content": {"mimeType": "application/json", "encoding": "base64", "text": "%s"}}},
                  {"request": {"method": "GET", "url": "https://api.example/v1/a?x=2"},
                   "response": {"status": 500, "headers": [], "content": {"mimeType": "text/plain", "text": "later"}}},
                  {"request": {"method": "GET", "url": "https://api.example/site.css"},
                   "response": {"status": 200, "headers": [], "content": {"mimeType": "text/css", "text": "x"}}},
                  {"request": {"method": "GET", "url": "https://api.example/v1/b"},
                   "response": {"status": 200, "headers": [{"name": "Content-Encoding", "value": "gzip"}], "content": {"mimeType": "text/plain", "encoding": "base64", "text": "H4sIAAA="}}}
                ]}}
                """.formatted(Base64.getEncoder().encodeToString(packed.toByteArray()));
        var s = imported("site.har", har);
        assertThat(s.get("/v1/a").at("/packed")).isEqualTo(true);
        assertThat(s.get("/v1/a").header("Content-Encoding")).isNull();
        assertThat(s.get("/v1/b").text()).isEmpty();
        assertThat(notes(s))
                .containsExactlyInAnyOrder(
                        "/log/entries/0/response/headers",
                        "/log/entries/1",
                        "/log/entries/3/response/content/text",
                        "/log/entries");
    }

    @Test
    void collectionsWithFoldersVariablesAndScriptsAnswerAndSay() {
        var s = imported("api.json", """
                {"info": {"name": "Api", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
                 "variable": [{"key": "base", "value": "https://{{host}}/v2"}, {"key": "host", "value": "api.example"}],
                 "event": [{"listen": "prerequest", "script": {"exec": ["pm.environment.set('t', 1)"]}}],
                 "item": [{"name": "Users", "item": [{"name": "One user", "event": [{"listen": "test", "script": {"exec": ["x"]}}],
                   "request": {"method": "GET", "url": {"raw": "{{base}}/users/:id?full=true", "path": ["v2", "users", ":id"], "query": [{"key": "full", "value": "true"}, {"key": "off", "value": "1", "disabled": true}]}},
                   "response": [
                     {"name": "ok", "code": 200, "header": [{"key": "Content-Type", "value": "application/json"}], "body": "{\\"host\\":\\"{{host}}\\",\\"t\\":\\"{{token}}\\"}"},
                     {"name": "gone", "code": 404, "body": "gone"}]},
                   {"name": "Upload", "request": {"method": "POST", "url": "{{base}}/files", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file"}]}}, "response": [{"code": 201, "body": null}]}]}]}
                """);
        assertThat(s.get("/v2/users/7").text()).isEqualTo("{\"host\":\"api.example\",\"t\":\"{{token}}\"}");
        assertThat(s.send("POST", "/v2/files", "multipart/form-data; boundary=x", "--x--")
                        .status())
                .isEqualTo(201);
        assertThat(notes(s))
                .containsExactlyInAnyOrder(
                        "/event",
                        "/item/0/item/0/event",
                        "/item/0/item/0/response/1",
                        "/item/0/item/0/response/0/body");
    }

    @Test
    void environmentsOfMockoonWithProxyCallbacksAndFilesAnswerAndSay() {
        var s = imported("env.json", """
                {"name": "Env", "endpointPrefix": "api", "port": 3001, "latency": 50, "proxyMode": true, "headers": [{"key": "X-All", "value": "1"}],
                 "routes": [
                  {"type": "http", "method": "get", "endpoint": "things/:id", "responses": [
                    {"default": true, "statusCode": 200, "body": "{\\"id\\":\\"{{urlParam 'id'}}\\"}", "headers": [], "callbacks": [{"uuid": "c"}]},
                    {"statusCode": 202, "body": "never", "rules": []}]},
                  {"type": "http", "method": "get", "endpoint": "file", "responses": [{"default": true, "statusCode": 200, "bodyType": "FILE", "filePath": "./x.pdf", "headers": []}]}]}
                """);
        var one = s.get("/api/things/7");
        assertThat(one.text()).isEqualTo("{\"id\":\"7\"}");
        assertThat(one.header("X-All")).isEqualTo("1");
        assertThat(notes(s))
                .containsExactlyInAnyOrder(
                        "/latency",
                        "/proxyMode",
                        "/routes/0/responses/0/callbacks",
                        "/routes/0/responses/1",
                        "/routes/1/responses/0/filePath");
    }

    @Test
    void commandsOfCurlAreTakenAsAShellWould() {
        var s = imported("calls.curl", """
                # two calls and an upload
                curl -sS -X PATCH 'https://api.example/v1/things/7' \\
                  -H 'Content-Type: application/json' --data '{"name":"it'\\''s"}' | jq .
                curl -G "https://api.example/search" --data-urlencode "q=a b"
                curl -T photo.jpg https://api.example/photos/1
                """);
        assertThat(s.json("PATCH", "/v1/things/7", "{}").status()).isEqualTo(200);
        assertThat(s.get("/search?q=a+b").status()).isEqualTo(200);
        assertThat(s.send("PUT", "/photos/1", "image/jpeg", "x").status()).isEqualTo(200);
        assertThat(notes(s)).containsExactly("");
    }
}
