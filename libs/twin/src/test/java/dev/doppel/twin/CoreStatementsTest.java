package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.TwinLoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements of the spec on small configurations. */
class CoreStatementsTest {
    private static String config(String rest) {
        return "version: \"1.0\"\n" + rest;
    }

    private static String crud(String table) {
        return config("""
                tables:
                %s
                mocks:
                  - {id: list, http: {matcher: {method: GET, path: /t}, statefulBinding: {table: t, action: list}}}
                  - {id: create, http: {matcher: {method: POST, path: /t}, statefulBinding: {table: t, action: create}}}
                  - {id: get, http: {matcher: {method: GET, path: "/t/{id}"}, statefulBinding: {table: t, action: get}}}
                  - {id: patch, http: {matcher: {method: PATCH, path: "/t/{id}"}, statefulBinding: {table: t, action: patch}}}
                  - {id: update, http: {matcher: {method: PUT, path: "/t/{id}"}, statefulBinding: {table: t, action: update}}}
                  - {id: delete, http: {matcher: {method: DELETE, path: "/t/{id}"}, statefulBinding: {table: t, action: delete}}}
                """.formatted(table.indent(2).stripTrailing()));
    }

    private static TwinLoadException broken(String yaml) {
        return org.junit.jupiter.api.Assertions.assertThrows(TwinLoadException.class, () -> Twins.start(yaml));
    }

    @Test
    void T019_T045_T134_defaultsWithoutTransforms() {
        var s = Twins.start(
                crud("- {name: t, idStrategy: prefix, idPrefix: usr_, seedData: [{id: a, n: 1}, {id: b, n: 2}]}"));
        assertThat((List<?>) s.get("/t").at("/data")).hasSize(2);
        var made = s.json("POST", "/t", "{\"n\":3}");
        assertThat(made.status()).isEqualTo(201);
        assertThat((String) made.at("/id")).matches("usr_[0-9a-f]{16}");
        assertThat(s.json("PUT", "/t/a", "{\"m\":9}").json())
                .containsEntry("m", 9L)
                .doesNotContainKey("n");
        var gone = s.delete("/t/a");
        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.text()).isEmpty();
        assertThat(gone.header("Content-Type")).isNull();
    }

    @Test
    void T020_T052_T121_seedsKeepTheirTimesAndIds() {
        var s = Twins.start(
                crud(
                        "- {name: t, seedData: [{id: a, created: 1705312200}, {n: 2}], response: {timestamps: {format: unix, fields: {createdAt: created}}}}"));
        assertThat(s.get("/t/a").at("/created")).isEqualTo(1705312200L);
        Object generated = s.get("/t").at("/data/0/id");
        s.json("POST", "/t", "{}");
        s.twin().runs().shared().reset();
        assertThat((List<?>) s.get("/t").at("/data")).hasSize(2);
        assertThat(s.get("/t").at("/data/0/id")).isEqualTo(generated);
    }

    @Test
    void T030_idStrategies() {
        Map<String, String> shapes = Map.of(
                "uuid",
                "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                "prefix",
                "p_[0-9a-f]{16}",
                "sequential",
                "1",
                "sequence",
                "1",
                "nanoid",
                "p_[A-Za-z0-9_-]{21}",
                "ulid",
                "[0-9A-HJKMNP-TV-Z]{26}",
                "short",
                "[0-9a-f]{16}");
        shapes.forEach((strategy, shape) -> {
            var s = Twins.start(crud("- {name: t, idPrefix: p_, idStrategy: " + strategy + "}"));
            assertThat((String) s.json("POST", "/t", "{}").at("/id"))
                    .as(strategy)
                    .matches(shape);
        });
    }

    @Test
    void T031_T032_versions() {
        assertThat(broken("version: \"2.0\"\n").getMessage()).contains("2.0").contains("mockd.yaml:1");
        assertThat(broken("name: x\n").getMessage()).contains("version");
        assertThat(Twins.start("version: 1.0\n")).isNotNull();
    }

    @Test
    void T033_T034_anchorsMergesAndVariables() {
        TwinEngine engine =
                Twins.engine("""
                version: "1.0"
                x-base: &base {idStrategy: short, maxItems: 3}
                tabels: []
                tables:
                  - {<<: *base, name: "${NAME}", seedData: [{id: a, price: "$5.00", re: "^a$", fallback: "${NOPE:-dflt}"}]}
                mocks:
                  - {id: get, http: {matcher: {path: "/t/{id}"}, statefulBinding: {table: t, action: get}}}
                """, Map.of(), TwinOptions.defaults().withEnv(n -> n.equals("NAME") ? "t" : null));
        assertThat(engine.catalog().tables().get("t").maxItems()).isEqualTo(3);
        assertThat(engine.warnings())
                .singleElement()
                .satisfies(w -> assertThat(w.message()).contains("tables"));
        assertThat(new Twins.Speaker(engine.start()).get("/t/a").json())
                .containsEntry("price", "$5.00")
                .containsEntry("re", "^a$")
                .containsEntry("fallback", "dflt");
    }

    private static final String DOC = """
            {"openapi":"3.1.0","info":{"title":"a","version":"1"},"servers":[{"url":"https://h/v9"}],"paths":{
            "/things":{"get":{"operationId":"listThings","parameters":[{"name":"q","in":"query","schema":{"type":"string"},"example":"only"}],"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"array","items":{"type":["string","null"]}}}}}}}},
            "/things/{id}":{"get":{"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Node"}}}}}},"delete":{"operationId":"gone","responses":{"204":{"description":"d"}}}},
            "/again":{"get":{"operationId":"listThings","responses":{"200":{"description":"d"}}}}},
            "components":{"schemas":{"Node":{"type":"object","required":["id","has_more"],"properties":{"id":{"type":"string"},"has_more":{"type":"boolean","default":true},"next":{"$ref":"#/components/schemas/Node"},"kids":{"type":"array","items":{"$ref":"#/components/schemas/Node"}}}}}}}
            """;

    @Test
    void T035_T036_T041_T042_T109_T110_T111_T112_imports() {
        String yaml = config("imports:\n  - {path: a.json}\n  - {path: b.json, as: b}\n");
        var s = Twins.start(yaml, Map.of("a.json", DOC, "b.json", DOC.replace("/things", "/other")));
        assertThat(s.twin().catalog().mocks())
                .containsKeys("listThings", "b.listThings", "GET:/things/{id}", "b.GET:/other/{id}");
        assertThat(s.get("/things").status()).isEqualTo(200);
        assertThat(s.get("/v9/things").status()).isEqualTo(200);
        var node = s.get("/things/abc");
        assertThat(node.at("/id")).isEqualTo("abc");
        assertThat(node.at("/has_more")).isEqualTo(false);
        assertThat(node.text().length()).isLessThan(256 * 1024);
        var gone = s.delete("/things/abc");
        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.text()).isEmpty();
    }

    @Test
    void T037_T038_T043_T047_bindingsFailFast() {
        String head =
                config("imports:\n  - {path: a.json}\ntables:\n  - {name: things, seedData: [{id: x}]}\nextend:\n");
        Map<String, String> files = Map.of("a.json", DOC);
        var s = Twins.start(head + "  - {mock: \"GET /things/{id}\", table: things, action: get}\n", files);
        assertThat(s.get("/things/x").at("/id")).isEqualTo("x");
        assertThatThrownBy(() -> Twins.start(head + "  - {mock: listThings, table: things, action: list}\n", files))
                .hasMessageContaining("GET /things")
                .hasMessageContaining("GET /again");
        assertThatThrownBy(() -> Twins.start(head + "  - {mock: gonne, table: things, action: delete}\n", files))
                .hasMessageContaining("did you mean gone");
        assertThatThrownBy(() -> Twins.start(head + "  - {mock: gone, table: thing, action: delete}\n", files))
                .hasMessageContaining("did you mean things");
        assertThatThrownBy(() -> Twins.start(head + "  - {mock: gone, table: things, action: delet}\n", files))
                .hasMessageContaining("did you mean delete");
        assertThatThrownBy(() ->
                        Twins.start(head + "  - {mock: gone, table: things, action: custom, operation: X}\n", files))
                .hasMessageContaining("no custom operation X");
        assertThat(broken(config("tables:\n  - {name: a}\n  - {name: a}\n")).getMessage())
                .contains("a table named a exists");
        assertThat(broken(config("tables:\n  - {name: a, seedData: [{id: x}, {id: x}]}\n"))
                        .getMessage())
                .contains("seed 1")
                .contains("x");
    }

    @Test
    void T039_brokenImportsNameTheirSource() {
        assertThat(broken(config("imports:\n  - {path: nope.json}\n")).getMessage())
                .contains("nope.json");
        assertThat(broken(config("imports:\n  - {path: nope.json, format: excel}\n"))
                        .getMessage())
                .contains("excel");
        assertThatThrownBy(() -> Twins.start(
                        config("imports:\n  - {path: a.json}\n"),
                        Map.of("a.json", "{\"openapi\":\"3.0.0\",\"paths\":[]}")))
                .hasMessageContaining("a.json")
                .hasMessageContaining("/paths");
        assertThatThrownBy(() -> Twins.start(
                        config("imports:\n  - {path: a.json}\n"),
                        Map.of(
                                "a.json",
                                DOC.replace("schemas/Node\"}}}}}},\"delete", "schemas/Gone\"}}}}}},\"delete"))))
                .hasMessageContaining("/paths/~1things~1{id}/get/responses/200")
                .hasMessageContaining("Gone");
    }

    @Test
    void T040_swagger2() {
        String doc = """
                swagger: "2.0"
                info: {title: s, version: "1"}
                basePath: /api
                paths:
                  /pets:
                    get: {operationId: pets, produces: [application/json], responses: {200: {description: d, schema: {type: array, items: {$ref: "#/definitions/Pet"}}}}}
                definitions:
                  Pet: {type: object, required: [name], properties: {name: {type: string}}}
                """;
        var s = Twins.start(config("imports:\n  - {path: s.yaml, as: s}\n"), Map.of("s.yaml", doc));
        assertThat(s.get("/api/pets").at("/0/name")).isInstanceOf(String.class);
        assertThat(s.get("/pets").status()).isEqualTo(404);
    }

    @Test
    void T048_T049_T050_T056_idsAndCapacity() {
        var s = Twins.start(
                crud(
                        "- {name: t, idStrategy: sequence, maxItems: 5, seedData: [{id: 1}, {id: 7}], response: {errors: {fields: {code: code, message: m}, codeMap: {CONFLICT: dup}}}}"));
        assertThat(s.get("/t/1").at("/id")).isEqualTo(1L);
        assertThat(s.json("POST", "/t", "{\"id\":\"8\"}").at("/id")).isEqualTo("8");
        assertThat(s.json("POST", "/t", "{\"id\":\"8\"}").at("/code")).isEqualTo("dup");
        assertThat(s.json("POST", "/t", "{\"id\":\"8\"}").status()).isEqualTo(409);
        assertThat(s.json("POST", "/t", "{}").at("/id")).isEqualTo("9");
        s.json("POST", "/t", "{}");
        assertThat(s.json("POST", "/t", "{}").status()).isEqualTo(507);
    }

    @Test
    void T053_T054_T055_timestampsAreTheTwins() {
        var s = Twins.start(crud("- {name: t}"));
        var made = s.json("POST", "/t", "{\"createdAt\":\"1999\",\"updatedAt\":\"1999\",\"a\":1,\"b\":2}")
                .json();
        assertThat((String) made.get("createdAt")).startsWith("20");
        var patched = s.json("PATCH", "/t/" + made.get("id"), "{\"a\":5}").json();
        assertThat(patched)
                .containsEntry("a", 5L)
                .containsEntry("b", 2L)
                .containsEntry("createdAt", made.get("createdAt"));
        assertThat((String) patched.get("updatedAt")).isGreaterThan((String) made.get("updatedAt"));
        assertThat(s.json("PUT", "/t/" + made.get("id"), "{\"c\":1}").json())
                .containsOnlyKeys("c", "id", "createdAt", "updatedAt");
    }

    @Test
    void T058_T059_T061_T062_T064_T065_T067_decoding() {
        var s = Twins.start(crud("- {name: t, response: {errors: {wrap: error, fields: {message: message}}}}"));
        assertThat(s.form("/t", "metadata%5Border_id%5D=6735").at("/metadata/order_id"))
                .isEqualTo(6735L);
        assertThat(s.form("/t", "items[0][price]=a&items[1][price]=b").at("/items"))
                .isEqualTo(List.of(Map.of("price", "a"), Map.of("price", "b")));
        var row = s.form("/t", "active=true&f=2.50&tiers[0][up_to]=inf&k[]=a&k[]=b&p=%2B15551234567");
        assertThat(row.json())
                .containsEntry("active", true)
                .containsEntry("f", 2.5)
                .containsEntry("k", List.of("a", "b"))
                .containsEntry("p", "+15551234567");
        assertThat(row.at("/tiers/0/up_to")).isNull();
        assertThat(s.json("POST", "/t", "").status()).isEqualTo(201);
        assertThat(s.json("POST", "/t", "[1]").status()).isEqualTo(400);
        assertThat((String) s.json("POST", "/t", "[1]").at("/error/message")).contains("object");
        var big = s.json("POST", "/t", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(big.status()).isEqualTo(413);
        assertThat(big.at("/error/message")).isNotNull();
        var multi = s.send(
                "POST",
                "/t",
                "multipart/form-data; boundary=B",
                "--B\r\nContent-Disposition: form-data; name=\"a[b]\"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--B--\r\n");
        assertThat(multi.at("/a/b")).isEqualTo(1L);
        assertThat(multi.at("/f/size")).isEqualTo(5L);
        assertThat(s.form("/t", "a=1&a[b]=2").status()).isEqualTo(400);
    }

    @Test
    void T070_T071_T072_T073_T074_T075_T076_T078_T079_T082_lists() {
        var s = Twins.start(crud("- {name: t, response: {timestamps: {format: unix, fields: {createdAt: created}}}}"));
        for (int i = 1; i <= 5; i++) {
            s.json(
                    "POST",
                    "/t",
                    "{\"id\":\"r" + i + "\",\"amount\":" + (i == 3 ? 1000000 : i) + ",\"name\":\"" + (char) ('e' - i)
                            + "\",\"metadata\":{\"tier\":\"" + (i % 2 == 0 ? "premium" : "basic") + "\"}}");
        }
        assertThat(s.get("/t").at("/meta"))
                .isEqualTo(Map.of("total", 5L, "limit", 100L, "offset", 0L, "count", 5L, "has_more", false));
        assertThat(s.get("/t?limit=2").at("/meta/has_more")).isEqualTo(true);
        List<Object> seen = new ArrayList<>();
        String after = "";
        while (true) {
            var page = s.get("/t?limit=2" + after);
            ((List<?>) page.at("/data")).forEach(r -> seen.add(((Map<?, ?>) r).get("id")));
            if (Boolean.FALSE.equals(page.at("/meta/has_more"))) {
                break;
            }
            after = "&starting_after=" + seen.getLast();
        }
        assertThat(seen).containsExactly("r5", "r4", "r3", "r2", "r1");
        assertThat(ids(s.get("/t?ending_before=r1&limit=2"))).containsExactly("r3", "r2");
        assertThat(ids(s.get("/t?starting_after=r4&offset=4&limit=1"))).containsExactly("r3");
        assertThat(ids(s.get("/t?amount=1000000"))).containsExactly("r3");
        assertThat(ids(s.get("/t?amount=4&name=a"))).containsExactly("r4");
        assertThat(ids(s.get("/t?amount=4&name=b"))).isEmpty();
        assertThat(ids(s.get("/t?metadata[tier]=premium"))).containsExactly("r4", "r2");
        assertThat(ids(s.get("/t?created[gte]=" + (System.currentTimeMillis() / 1000 + 10))))
                .isEmpty();
        assertThat(ids(s.get("/t?created[gte]=0"))).hasSize(5);
        assertThat(ids(s.get("/t?sort=name&order=asc")))
                .containsExactly("r5", "r4", "r3", "r2", "r1")
                .isNotEmpty();
        assertThat(ids(s.get("/t?sort=metadata.tier&order=asc"))).containsExactly("r1", "r3", "r5", "r2", "r4");
    }

    private static List<Object> ids(Twins.Reply reply) {
        List<Object> out = new ArrayList<>();
        ((List<?>) reply.at("/data")).forEach(r -> out.add(((Map<?, ?>) r).get("id")));
        return out;
    }

    @Test
    void T083_T084_T087_T088_T089_T090_T091_T092_T094_transforms() {
        var s = Twins.start(crud("""
                - name: t
                  seedData: [{id: a, old: 1, items: [1], other: x, secret: s, object: stored}]
                  response:
                    timestamps: {format: iso8601, fields: {createdAt: made}}
                    fields: {rename: {old: fresh, secret: hushed}, hide: [hushed, updatedAt], wrapAsList: {items: {url: "/x/{{id}}"}, other: null}, inject: {object: injected, fresh: 2}}
                    list: {dataField: rows, extraFields: {nothing: null, has_more: true}, metaFields: {total: all}}
                    delete: {status: 200, body: {id: "{{item.id}}", what: "{{item.nope}}", n: 5}}
                    errors: {fields: {message: msg, type: t}, typeMap: {NOT_FOUND: nf}, inject: {v: 1}}
                """));
        var row = s.get("/t/a").json();
        assertThat(row)
                .containsOnlyKeys("fresh", "items", "other", "object", "id", "made")
                .containsEntry("fresh", 2L)
                .containsEntry("object", "injected")
                .containsEntry("other", "x");
        assertThat((String) row.get("made")).matches("....-..-..T..:..:..Z");
        assertThat(row.get("items"))
                .isEqualTo(Map.of("object", "list", "data", List.of(1L), "has_more", false, "url", "/x/a"));
        var list = s.get("/t").json();
        assertThat(list)
                .containsEntry("has_more", false)
                .containsEntry("nothing", null)
                .containsEntry("all", 1L)
                .containsKeys("limit", "offset", "count", "rows");
        assertThat(s.delete("/t/a").text()).isEqualTo("{\"id\":\"a\",\"what\":\"{{item.nope}}\",\"n\":5}");
        assertThat(s.get("/t/a").json()).containsOnlyKeys("msg", "t", "v").containsEntry("t", "nf");
        assertThat(Twins.start(crud("- {name: t}")).get("/t/a").json())
                .containsEntry("resource", "t")
                .containsEntry("id", "a")
                .containsEntry("statusCode", 404L)
                .containsKey("error");
    }

    @Test
    void T095_T096_T097_expand() {
        var s = Twins.start(
                crud(
                        "- {name: t, seedData: [{id: a, customer: c1}, {id: b, customer: gone}], relationships: {customer: {table: c}}}\n- {name: c, seedData: [{id: c1, n: 1}], response: {fields: {inject: {object: customer}}}}"));
        for (String q : List.of("expand[]=customer", "expand[0]=customer", "expand=customer")) {
            assertThat(s.get("/t/a?" + q).at("/customer/object")).isEqualTo("customer");
        }
        assertThat(s.get("/t?expand[]=data.customer").at("/data/1/customer/n")).isEqualTo(1L);
        assertThat(s.get("/t/b?expand[]=customer").at("/customer")).isEqualTo("gone");
        assertThat(s.get("/t/a?expand[]=nothing").at("/customer")).isEqualTo("c1");
    }

    private static final String BANK = """
            tables:
              - {name: accounts, seedData: [{id: a, balance: 1000}, {id: b, balance: 0}], response: {errors: {wrap: error, fields: {message: message}}}}
              - {name: txns, maxItems: 200}
            customOperations:
              - name: Transfer
                consistency: %s
                steps:
                  - {type: read, resource: accounts, id: input.from, as: x}
                  - {type: validate, condition: "x.balance >= input.amount", errorMessage: not enough, errorStatus: 422}
                  - {type: update, resource: accounts, id: input.from, set: {balance: "x.balance - input.amount"}, as: x2}
                  - {type: read, resource: accounts, id: input.to, as: y}
                  - {type: update, resource: accounts, id: input.to, set: {balance: "y.balance + input.amount"}, as: y2}
                response: {from: x2.balance, to: y2.balance, why: 'input.reason ?? "x"', n: "input.none ?? 0 + 1"}
              - name: Total
                steps: [{type: list, resource: txns, as: txns}]
                response: {total: "sum(txns, .amount)"}
            mocks:
              - {id: tr, http: {matcher: {method: POST, path: "/transfer/{from}"}, statefulBinding: {table: accounts, action: custom, operation: Transfer}}}
              - {id: to, http: {matcher: {method: GET, path: /total}, statefulBinding: {table: txns, action: custom, operation: Total}}}
              - {id: tx, http: {matcher: {method: POST, path: /txns}, statefulBinding: {table: txns, action: create}}}
              - {id: get, http: {matcher: {method: GET, path: "/accounts/{id}"}, statefulBinding: {table: accounts, action: get}}}
            """;

    @Test
    void T098_T099_T100_T101_T103_T104_operations() {
        var s = Twins.start(config(BANK.formatted("best_effort")));
        assertThat(s.json("POST", "/transfer/a", "{\"from\":\"ignored\",\"to\":\"b\",\"amount\":30}")
                        .json())
                .containsEntry("from", 970L)
                .containsEntry("to", 30L)
                .containsEntry("why", "x")
                .containsEntry("n", 1L);
        var refused = s.json("POST", "/transfer/a", "{\"to\":\"b\",\"amount\":5000}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/message")).isEqualTo("not enough");
        assertThat(s.json("POST", "/transfer/a", "{\"to\":\"nobody\",\"amount\":70}")
                        .status())
                .isEqualTo(404);
        assertThat(s.get("/accounts/a").at("/balance")).isEqualTo(900L);
        var atomic = Twins.start(config(BANK.formatted("atomic")));
        assertThat(atomic.json("POST", "/transfer/a", "{\"to\":\"nobody\",\"amount\":70}")
                        .status())
                .isEqualTo(404);
        assertThat(atomic.get("/accounts/a").at("/balance")).isEqualTo(1000L);
        for (int i = 0; i < 150; i++) {
            s.json("POST", "/txns", "{\"amount\":2}");
        }
        assertThat(s.get("/total").at("/total")).isEqualTo(300L);
    }

    @Test
    void T102_unquotedWordIsALoadError() {
        assertThat(broken(config(BANK.formatted("atomic").replace("x.balance - input.amount", "succeeded")))
                        .getMessage())
                .contains("Transfer")
                .contains("step 3")
                .contains("set.balance")
                .contains("succeeded");
    }

    @Test
    void T105_T125_parallelUseLosesNothing() throws Exception {
        var s = Twins.start(config(BANK.formatted("atomic")));
        var ids = ConcurrentHashMap.newKeySet();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String way = i % 2 == 0 ? "/transfer/a" : "/transfer/b";
                String to = i % 2 == 0 ? "b" : "a";
                pool.submit(() -> s.json("POST", way, "{\"to\":\"" + to + "\",\"amount\":1}"));
                pool.submit(
                        () -> ids.add(s.json("POST", "/txns", "{\"amount\":1}").at("/id")));
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat((Long) s.get("/accounts/a").at("/balance")
                        + (Long) s.get("/accounts/b").at("/balance"))
                .isEqualTo(1000L);
        assertThat(ids).hasSize(100);
        assertThat(s.get("/total").at("/total")).isEqualTo(100L);
    }

    @Test
    void T107_sameSeedSameBytes() {
        String yaml = config("imports:\n  - {path: vendor/sendgrid}\n");
        var a = Twins.start(yaml);
        var b = Twins.start(yaml);
        assertThat(a.get("/alerts").raw().body())
                .isEqualTo(b.get("/alerts").raw().body());
        assertThat(a.get("/alerts?_mockd_seed=5").text())
                .isEqualTo(b.get("/alerts?_mockd_seed=5").text());
    }

    @Test
    void T113_T114_T115_T116_matching() {
        var s = Twins.start(config("""
                mocks:
                  - {id: param, http: {matcher: {method: GET, path: "/n/{Sid}.json"}, response: {body: param}}}
                  - {id: local, http: {matcher: {method: GET, path: "/n/Local.json"}, response: {body: local}}}
                  - {id: tpl, http: {matcher: {method: GET, path: "/x/{a}/b"}, response: {body: tpl}}}
                  - {id: wild, http: {matcher: {method: GET, path: "/x/*"}, response: {body: wild}}}
                  - {id: more, http: {matcher: {method: GET, path: "/x/{a}/b", queryParams: {q: "1"}}, response: {body: more}}}
                  - {id: p1, http: {matcher: {method: GET, path: /same}, response: {body: first}}}
                  - {id: p2, http: {priority: 5, matcher: {method: GET, path: /same}, response: {body: prior}}}
                  - {id: re, http: {matcher: {method: GET, path: "/r/{id:[0-9]+}"}, response: {body: "n{{request.pathParam.id}}"}}}
                  - {id: pat, http: {matcher: {method: GET, pathPattern: "^/pat/(?P<g>[a-z]+)$"}, response: {body: "{{request.pathPattern.g}}"}}}
                  - {id: hdr, http: {matcher: {method: POST, path: /c, headers: {X-A: "v*"}}, response: {body: hdr}}}
                  - {id: eq, http: {matcher: {method: POST, path: /c, bodyEquals: abc}, response: {body: eq}}}
                  - {id: bp, http: {matcher: {method: POST, path: /c, bodyPattern: "^z+$"}, response: {body: bp}}}
                  - {id: bc, http: {matcher: {method: POST, path: /c, bodyContains: needle}, response: {body: bc}}}
                  - {id: jp, http: {matcher: {method: POST, path: /c, bodyJsonPath: {"$.a[0].b": 5}}, response: {body: jp}}}
                """));
        assertThat(s.get("/n/Local.json").text()).isEqualTo("local");
        assertThat(s.get("/n/S1.json").text()).isEqualTo("param");
        assertThat(s.get("/x/1/b").text()).isEqualTo("tpl");
        assertThat(s.get("/x/1/c/d").text()).isEqualTo("wild");
        assertThat(s.get("/x/1/b?q=1").text()).isEqualTo("more");
        assertThat(s.get("/same").text()).isEqualTo("prior");
        assertThat(s.get("/r/42").text()).isEqualTo("n42");
        assertThat(s.get("/r/x").status()).isEqualTo(404);
        assertThat(s.get("/pat/abc").text()).isEqualTo("abc");
        assertThat(s.send("POST", "/c", "", "", "x-a", "vvv").text()).isEqualTo("hdr");
        assertThat(s.send("POST", "/c", "", "abc").text()).isEqualTo("eq");
        assertThat(s.send("POST", "/c", "", "zzz").text()).isEqualTo("bp");
        assertThat(s.send("POST", "/c", "", "a needle b").text()).isEqualTo("bc");
        assertThat(s.json("POST", "/c", "{\"a\":[{\"b\":5.0}]}").text()).isEqualTo("jp");
        var miss = s.delete("/same");
        assertThat(miss.status()).isEqualTo(404);
        assertThat(miss.at("/error")).isEqualTo("no_match");
        assertThat((List<?>) miss.at("/nearMisses")).hasSizeBetween(1, 3);
        assertThat((String) miss.at("/nearMisses/0/reason"))
                .isEqualTo("path matched, but method expected \"GET\", got \"DELETE\"");
        assertThat(miss.header("X-Mockd-Near-Misses"))
                .isEqualTo(String.valueOf(((List<?>) miss.at("/nearMisses")).size()));
        assertThat(miss.header("Allow")).isEqualTo("GET");
    }

    @Test
    void T117_T118_templates() {
        var s = Twins.start(config("""
                mocks:
                  - {id: a, http: {matcher: {path: /a}, response: {body: '{{request.body.items[0].name}}|{{default request.query.p "1"}}|{{sequence("s", 10)}}|{{json(request.query.q)}}'}}}
                  - {id: f, http: {matcher: {path: /f}, response: {body: '{{faker.name}} {{faker.creditCard}} {{random.int(5,5)}}'}}}
                """));
        assertThat(s.json("POST", "/a?q=%22x", "{\"items\":[{\"name\":\"n\"}]}").text())
                .isEqualTo("n|1|10|\"\\\"x\"");
        assertThat(s.form("/a?p=7", "items[0][name]=m").text()).startsWith("m|7|11|");
        String text = s.get("/f?_mockd_seed=9").text();
        assertThat(s.get("/f?_mockd_seed=9").text()).isEqualTo(text).endsWith(" 5");
        String card = text.split(" ")[2];
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            int d = card.charAt(15 - i) - '0';
            sum += i % 2 == 1 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : d;
        }
        assertThat(sum % 10).isZero();
    }

    @Test
    void T119_T120_validation() {
        String rules = "validation: {required: [name], fields: {age: {type: integer, min: 0}}, mode: %s}";
        for (String mode : List.of("strict", "warn", "permissive")) {
            var s = Twins.start(crud("- {name: t, " + rules.formatted(mode) + "}"));
            assertThat(s.json("POST", "/t", "{}").status()).as(mode).isEqualTo(mode.equals("warn") ? 201 : 400);
            assertThat(s.json("POST", "/t", "{\"name\":\"a\",\"age\":-1}").status())
                    .as(mode)
                    .isEqualTo(mode.equals("strict") ? 400 : 201);
        }
        var s = Twins.start(
                config(
                        "mocks:\n  - {id: v, http: {matcher: {method: POST, path: /v}, validation: {required: [email], fields: {email: {type: string, format: email}}}, response: {body: ok}}}\n"));
        var bad = s.json("POST", "/v", "{\"email\":\"nope\"}");
        assertThat(bad.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(bad.at("/errors/0/field")).isEqualTo("email");
        assertThat(bad.at("/errors/0/location")).isEqualTo("body");
        assertThat(bad.at("/errors/0/code")).isEqualTo("format");
        assertThat((String) bad.at("/errors/0/message")).isNotEmpty();
        assertThat(s.json("POST", "/v", "{\"email\":\"a@b.co\"}").text()).isEqualTo("ok");
    }

    @Test
    void T123_T124_runsAndSnapshots() {
        var s = Twins.start(crud("- {name: t, seedData: [{id: a}]}"));
        s.json("POST", "/t", "{\"id\":\"mine\"}", "X-Mockd-Run", "r1");
        assertThat(s.get("/t/mine").status()).isEqualTo(404);
        assertThat(s.get("/t/mine", "Authorization", "Bearer sk_test_x_run_r1").status())
                .isEqualTo(200);
        assertThat(s.get("/__run/r1/t/mine").status()).isEqualTo(200);
        String before = s.get("/t").text();
        var run = s.twin().runs().shared();
        String id = run.snapshot("before").id();
        s.json("POST", "/t", "{}");
        s.delete("/t/a");
        assertThat(s.get("/t").text()).isNotEqualTo(before);
        assertThat(run.restore(id)).isTrue();
        assertThat(s.get("/t").text()).isEqualTo(before);
    }

    @Test
    void T127_T128_T129_chaos() {
        var s = Twins.start(
                crud("- {name: t, seedData: [{id: a}], response: {errors: {wrap: error, fields: {message: message}}}}")
                        + "serverConfig: {chaos: {enabled: true, global: {errorRate: {probability: 1, statusCodes: [503]}}, rules: [{pathPattern: \"^/t/\", probability: 0, faults: [{type: error}]}]}}\n");
        assertThat(s.get("/t/a").status()).isEqualTo(200);
        var injected = s.get("/t");
        assertThat(injected.status()).isEqualTo(503);
        assertThat(injected.at("/error/message")).isNotNull();
        var chaos = s.twin().chaos();
        chaos.configure(dev.doppel.twin.chaos.ChaosConfig.of(dev.doppel.twin.chaos.ChaosProfiles.find("flaky")));
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            seen.add(s.get("/t/a").status());
        }
        assertThat(seen).containsAnyOf(500, 502, 503).contains(200);
        chaos.configure(dev.doppel.twin.chaos.ChaosConfig.of(dev.doppel.twin.chaos.ChaosProfiles.find("offline")));
        assertThat(s.get("/t/a").status()).isEqualTo(503);
        chaos.configure(dev.doppel.twin.chaos.ChaosConfig.OFF);
        assertThat(s.get("/t/a").status()).isEqualTo(200);
    }
}
