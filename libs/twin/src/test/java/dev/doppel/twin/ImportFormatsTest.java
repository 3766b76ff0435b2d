package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Documents of other tools, imported and then spoken to. */
class ImportFormatsTest extends Statements {
    private static Twins.Speaker imported(String file, String rest) {
        return Twins.start(
                config("imports:\n  - {path: " + file + rest + "}\n"), Map.of(file, Twins.resource("formats/" + file)));
    }

    private static List<String> notes(Twins.Speaker s) {
        return s.twin().catalog().warnings().stream()
                .filter(w -> w.code().equals("not-imported"))
                .map(Problem::pointer)
                .toList();
    }

    @Test
    void postmanCollectionsAnswerTheirFirstSavedResponse() {
        var s = imported("shop.postman.json", "");
        var order = s.get("/orders/17");
        assertThat(order.status()).isEqualTo(200);
        assertThat(order.text()).isEqualTo("{\"order\":1,\"by\":\"Corner\",\"kept\":\"{{unknown}}\"}");
        assertThat(order.header("X-Shop")).isEqualTo("Corner");
        assertThat(order.header("Content-Length")).isNull();
        assertThat(order.raw().operation()).isEqualTo("get-order");
        var made = s.json("POST", "/api/orders", "{}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text()).isEqualTo("made");
        assertThat(s.get("/orders?state=open").text()).isEqualTo("open");
        assertThat(s.get("/orders?state=closed").text()).isEqualTo("closed");
        assertThat(s.get("/ping").status()).isEqualTo(200);
        assertThat(notes(s))
                .containsExactly("/item/0/item/0/response/1", "/item/0/item/0/response/0/body", "/item/1/response");
    }

    @Test
    void archivesAnswerTheFirstEntryOfAPathWithoutStaticAssets() {
        var s = imported("shop.har", "");
        var items = s.get("/api/items?page=2");
        assertThat(items.text()).isEqualTo("{\"page\":1,\"literal\":\"{{not.a.template}}\"}");
        assertThat(items.header("x-kept")).isEqualTo("yes");
        assertThat(items.raw().headers().names()).doesNotContain("Date", "content-encoding", "Set-Cookie");
        assertThat(s.json("POST", "/api/items", "{}").status()).isEqualTo(422);
        assertThat(s.get("/bin/%7Bx%7D").raw().body()).containsExactly(0xff, 0x00, 0x80, 0x7e);
        assertThat(s.get("/bin/other").status()).isEqualTo(404);
        assertThat(s.get("/logo.png").status()).isEqualTo(404);
        assertThat(imported("shop.har", ", includeStatic: true")
                        .get("/logo.png")
                        .status())
                .isEqualTo(200);
        assertThat(notes(s)).contains("/log/entries/5/response/status", "/log/entries");
    }

    @Test
    void wiremockMappingsKeepTheirConditions() {
        var s = imported("shop.wiremock.json", "");
        var exact = s.get("/things?b=x+y&a=1");
        assertThat(exact.text()).isEqualTo("exact {{as is}}");
        assertThat(exact.header("X-Two")).isEqualTo("a, b");
        assertThat(s.get("/things?a=2").json()).isEqualTo(Map.of("any", true));
        assertThat(s.delete("/things/deep/er").status()).isEqualTo(418);
        assertThat(s.get("/thingsome").status()).isEqualTo(404);
        var json = s.json("POST", "/things", "{\"a\":{\"b\":[1,2],\"c\":0}}", "X-K", "v");
        assertThat(json.status()).isEqualTo(201);
        assertThat(json.text()).isEqualTo("hello");
        assertThat(s.json("POST", "/things", "{\"a\":{\"b\":[1,3]}}", "X-K", "v")
                        .status())
                .isEqualTo(418);
        assertThat(s.json("POST", "/things", "{\"a\":{\"b\":[1,2]}}").status()).isEqualTo(418);
        assertThat(s.json("PUT", "/things", "{\"k\":0,\"n\":5}").text()).isEqualTo("path");
        assertThat(s.json("PUT", "/things", "{\"n\":5}").status()).isEqualTo(418);
        var regex = s.send("PATCH", "/things?q=1", "", "zz9");
        assertThat(regex.text()).isEqualTo("regex");
        assertThat(regex.raw().delay()).hasMillis(7);
        assertThat(s.send("PATCH", "/things?q=1", "", "azz9").status()).isEqualTo(418);
        assertThat(s.json("GET", "/hello/you?q=2", "{\"a\":3}").text()).isEqualTo("Hi you 2 3");
    }

    @Test
    void whatWiremockCouldDoAndWeCannotIsSwitchedOffAndSaid() {
        var s = imported("shop.wiremock.json", "");
        for (String path : List.of("/fault", "/xz", "/absent", "/file")) {
            assertThat(s.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(notes(s))
                .containsExactly(
                        "/mappings/5/response",
                        "/mappings/6/response/fault",
                        "/mappings/7/request/urlPathPattern",
                        "/mappings/8/request/headers/A",
                        "/mappings/9/response/bodyFileName");
    }

    @Test
    void mockoonRulesBecomeConditionsAndCrudRoutesTables() {
        var s = imported("shop.mockoon.json", ", as: m");
        assertThat(s.get("/v1/orders/0").status()).isEqualTo(404);
        assertThat(s.get("/v1/orders/5?vip=1").text()).isEqualTo("vip");
        assertThat(s.get("/v1/orders/5", "X-Vip", "yes").text()).isEqualTo("vip");
        var usual = s.get("/v1/orders/5", "Cookie", "a=1");
        assertThat(usual.text()).isEqualTo("{\"id\":\"5\",\"q\":\"none\"}");
        assertThat(usual.header("X-All")).isEqualTo("yes");
        assertThat(s.json("POST", "/v1/orders", "{\"kind\":\"bad\",\"n\":5}").status())
                .isEqualTo(422);
        var made = s.json("POST", "/v1/orders", "{\"kind\":\"bad\",\"n\":6}");
        assertThat(made.text()).isEqualTo("{{literal}}");
        assertThat(made.raw().delay()).hasMillis(5);
        assertThat(s.get("/v1/dump").at("/1/name")).isEqualTo("Bob");
        assertThat(s.get("/v1/users/u1").at("/name")).isEqualTo("Ann");
        assertThat(s.json("POST", "/v1/users", "{\"name\":\"Cy\"}").status()).isEqualTo(201);
        assertThat((List<?>) s.get("/v1/users").at("/data")).hasSize(3);
        assertThat(s.twin().catalog().tables()).containsOnlyKeys("users");
        assertThat(s.twin().catalog().mocks()).containsKey("m.users-list");
        assertThat(notes(s)).containsExactly("/routes/0/responses/2/rules/0", "/routes/4/type");
    }

    @Test
    void curlCommandsBecomeMocks() {
        var s = imported("shop.curl", "");
        assertThat(s.json("PUT", "/api/orders/7", "{}").at("")).isEqualTo(Map.of());
        assertThat(s.form("/api/orders", "a=1").status()).isEqualTo(200);
        assertThat(s.get("/search?q=shoes").status()).isEqualTo(200);
        assertThat(s.twin().catalog().mocks()).hasSize(3);
        assertThatThrownBy(
                        () -> Twins.start(config("imports:\n  - {path: a.txt}\n"), Map.of("a.txt", "curl 'http://x")))
                .hasMessageContaining("a.txt")
                .hasMessageContaining("never closed");
    }

    @Test
    void soapPortsAnswerEnvelopesAndCannotBeBound() {
        var s = imported("weather.wsdl", "");
        String ask =
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><w:%s xmlns:w=\"urn:weather\"/></s:Body></s:Envelope>";
        var weather = s.send("POST", "/soap", "text/xml", ask.formatted("GetWeather"));
        assertThat(weather.status()).isEqualTo(200);
        assertThat(weather.header("Content-Type")).startsWith("text/xml");
        assertThat(weather.text())
                .contains(
                        "<GetWeatherResponse xmlns=\"urn:weather\"><Degrees>0.0</Degrees><Sky>clear &amp; bright</Sky>")
                .contains("<Next><Date>2025-01-01</Date><After><Date>");
        assertThat(s.send("POST", "/soap", "text/xml", ask.formatted("Ping")).text())
                .contains("<Pong xmlns=\"urn:weather\">false</Pong>");
        assertThat(s.get("/soap?wsdl").text()).contains("targetNamespace=\"urn:weather\"");
        assertThat(s.send("POST", "/soap", "text/xml", ask.formatted("Other")).status())
                .isEqualTo(404);
        assertThatThrownBy(() -> Twins.start(
                        config(
                                "imports:\n  - {path: weather.wsdl}\ntables:\n  - {name: t}\nextend:\n  - {mock: getweather, table: t, action: get}\n"),
                        Map.of("weather.wsdl", Twins.resource("formats/weather.wsdl"))))
                .hasMessageContaining("is a soap mock; only HTTP mocks can be bound");
    }

    @Test
    void anImportedMockCanBeBoundById() {
        var s = Twins.start(
                config(
                        "imports:\n  - {path: shop.postman.json, as: p}\ntables:\n  - {name: orders, seedData: [{id: o1, n: 1}]}\nextend:\n  - {mock: p.get-order, table: orders, action: get}\n"),
                Map.of("shop.postman.json", Twins.resource("formats/shop.postman.json")));
        assertThat(s.get("/orders/o1").at("/n")).isEqualTo(1L);
        assertThat(s.get("/orders/o2").status()).isEqualTo(404);
    }

    @Test
    void tablesOperationsAndRulesOfAnImportedFileAreMergedAndPrefixedOnCollision() {
        String inner = config("""
                imports:
                  - {path: doc.json, as: d}
                tables:
                  - {name: t, seedData: [{id: a, n: 1}]}
                  - {name: own, seedData: [{id: o, t: a}], relationships: {t: {table: t}}}
                customOperations:
                  - {name: Op, steps: [{type: read, resource: t, id: input.id, as: x}], response: {n: x.n}}
                extend:
                  - {mock: d.listThings, table: own, action: list}
                  - {mock: get, table: t, action: get}
                x-rules:
                  - {mock: op, when: 'tables.t["a"].n == 1 and input.no == true', status: 402, error: {message: '"refused"'}}
                mocks:
                  - {id: get, http: {matcher: {method: GET, path: "/in/{id}"}, response: {body: x}}}
                  - {id: op, http: {matcher: {method: POST, path: "/op/{id}"}, statefulBinding: {table: t, action: custom, operation: Op}}}
                  - {id: file, http: {matcher: {path: /file}, response: {bodyFile: body.txt}}}
                """);
        String outer = config("""
                imports:
                  - {path: sub/inner.yaml, as: i}
                tables:
                  - {name: t, seedData: [{id: z}]}
                customOperations:
                  - {name: Op, steps: [{type: set, var: x, value: "1"}]}
                mocks:
                  - {id: get, http: {matcher: {path: "/out/{id}"}, statefulBinding: {table: t, action: get}}}
                """);
        var s = Twins.start(
                outer,
                Map.of(
                        "sub/inner.yaml",
                        inner,
                        "sub/doc.json",
                        DOC.replace("listThings\",\"parameters", "listThings\",\"x\":\"\",\"parameters")
                                .replace(
                                        "\"/again\":{\"get\":{\"operationId\":\"listThings\"",
                                        "\"/again\":{\"get\":{\"operationId\":\"again\""),
                        "sub/body.txt",
                        "from the file"));
        assertThat(s.twin().catalog().tables()).containsOnlyKeys("t", "own", "i.t");
        assertThat(s.twin().catalog().operations()).containsOnlyKeys("Op", "i.Op");
        assertThat(s.twin().catalog().mocks()).containsKeys("get", "i.get", "i.op", "i.d.listThings");
        assertThat(s.get("/out/z").at("/id")).isEqualTo("z");
        assertThat(s.get("/in/a").at("/n")).isEqualTo(1L);
        assertThat(s.get("/in/z").status()).isEqualTo(404);
        assertThat(s.json("POST", "/op/a", "{}").at("/n")).isEqualTo(1L);
        assertThat(s.json("POST", "/op/a", "{\"no\":true}").status()).isEqualTo(402);
        assertThat(s.get("/things?expand[]=data.t").text()).contains("\"n\":1");
        assertThat(s.get("/file").text()).isEqualTo("from the file");
    }

    @Test
    void aFileThatImportsItselfIsRefused() {
        String self = config("imports:\n  - {path: self.yaml}\n");
        assertThatThrownBy(() -> Twins.start(self, Map.of("self.yaml", self)))
                .hasMessageContaining("does a file import itself");
    }

    @Test
    void aDocumentMayStandInTheConfiguration() {
        var s = Twins.start(config("""
                imports:
                  - as: a
                    x-document: {openapi: 3.0.0, info: {title: a, version: "1"}, paths: {/x: {get: {operationId: x, responses: {200: {description: d, content: {text/plain: {example: hello}}}}}}}}
                """));
        assertThat(s.get("/x").text()).isEqualTo("hello");
    }

    @Test
    void bytesAndLiteralTextsAreSentAsTheyStand() {
        var engine = Twins.engine(
                config(
                        "mocks:\n  - {id: a, http: {matcher: {path: /a}, response: {body: \"{{uuid}}\", x-literal: true}}}\n  - {id: b, http: {matcher: {path: /b}, response: {x-bodyBase64: /wCAfg==}}}\n"),
                Map.of(),
                TwinOptions.defaults());
        var s = new Twins.Speaker(engine.start());
        assertThat(s.get("/a").raw().body()).isEqualTo("{{uuid}}".getBytes(StandardCharsets.UTF_8));
        assertThat(s.get("/b").raw().body()).containsExactly(0xff, 0, 0x80, 0x7e);
        assertThat(broken(config(
                        "mocks:\n  - {id: b, http: {matcher: {path: /b}, response: {x-bodyBase64: \"%%%\"}}}\n")))
                .hasMessageContaining("base64");
    }
}
