package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.twin.engine.TwinOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statements of the spec on small configurations. */
class CoreStatementsTest extends Statements {
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

    @Test
    void T035_T036_T041_T042_T112_imports() {
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
        assertThat((List<?>) s.get("/t?limit=2").at("/data")).hasSize(2);
        assertThat(s.get("/t?limit=100").at("/meta/has_more")).isEqualTo(false);
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
        assertThat(ids(s.get("/t?sort=name&order=asc"))).containsExactly("r5", "r4", "r3", "r2", "r1");
        assertThat(ids(s.get("/t?sort=name&order=desc"))).containsExactly("r1", "r2", "r3", "r4", "r5");
        assertThat(ids(s.get("/t?sort=metadata.tier&order=asc"))).containsExactly("r1", "r3", "r5", "r2", "r4");
    }
}
