package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements about what a twin answers: transforms, expansion, operations, matching, templates, validation, chaos. */
class AnswerStatementsTest extends Statements {

    @Test
    void T083_T084_T089_T090_T091_T092_T094_transforms() {
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

    @Test
    void T098_T099_T100_T101_T103_T104_operations() {
        var s = Twins.start(config(BANK.formatted("best_effort")));
        assertThat(s.json("POST", "/transfer/a", "{\"from\":\"ignored\",\"to\":\"b\",\"amount\":30}")
                        .json())
                .containsEntry("from", 970L)
                .containsEntry("to", 30L)
                .containsEntry("why", "x")
                .containsEntry("n", 1L)
                .containsEntry("more", 31L);
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
        var there = new java.util.concurrent.atomic.AtomicInteger();
        var back = new java.util.concurrent.atomic.AtomicInteger();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String way = i % 2 == 0 ? "/transfer/a" : "/transfer/b";
                String to = i % 2 == 0 ? "b" : "a";
                pool.submit(() -> {
                    if (s.json("POST", way, "{\"to\":\"" + to + "\",\"amount\":1}")
                                    .status()
                            == 200) {
                        (to.equals("b") ? there : back).incrementAndGet();
                    }
                });
                pool.submit(
                        () -> ids.add(s.json("POST", "/txns", "{\"amount\":1}").at("/id")));
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat((Long) s.get("/accounts/a").at("/balance")
                        + (Long) s.get("/accounts/b").at("/balance"))
                .isEqualTo(1000L);
        assertThat(there).hasValue(50);
        assertThat(s.get("/accounts/a").at("/balance")).isEqualTo(1000L - there.get() + back.get());
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
        String random = config("imports:\n  - {path: a.json}\n");
        Map<String, String> doc = Map.of(
                "a.json",
                DOC.replace(
                        "\"items\":{\"type\":[\"string\",\"null\"]}",
                        "\"items\":{\"type\":\"string\",\"format\":\"uuid\"}"));
        var c = Twins.start(random, doc);
        var d = Twins.start(random, doc);
        assertThat(c.get("/things").text()).isEqualTo(d.get("/things").text());
        assertThat(c.get("/things?_mockd_seed=6").text())
                .isEqualTo(d.get("/things?_mockd_seed=6").text())
                .isNotEqualTo(c.get("/things?_mockd_seed=7").text())
                .isNotEqualTo(c.get("/things").text());
    }

    @Test
    void T113_T114_T115_matching() {
        var s = Twins.start(config("""
                mocks:
                  - {id: param, http: {matcher: {method: GET, path: "/n/{Sid}.json"}, response: {body: param}}}
                  - {id: local, http: {matcher: {method: GET, path: "/n/Local.json"}, response: {body: local}}}
                  - {id: tpl, http: {matcher: {method: GET, path: "/x/{a}/b"}, response: {body: tpl}}}
                  - {id: wild, http: {matcher: {method: GET, path: "/x/*"}, response: {body: wild}}}
                  - {id: more, http: {matcher: {method: GET, path: "/x/{a}/b", queryParams: {q: "1"}}, response: {body: more}}}
                  - {id: p1, http: {matcher: {method: GET, path: /same}, response: {body: first}}}
                  - {id: o1, http: {matcher: {method: GET, path: /order}, response: {body: earlier}}}
                  - {id: o2, http: {matcher: {method: GET, path: /order}, response: {body: later}}}
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
        assertThat(s.get("/order").text()).isEqualTo("earlier");
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
