package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that need more than one case to be proved as they are written. */
class AuditedStatementsTest extends Statements {
    @Test
    void T044_extendNamesAHandWrittenMockByItsId() {
        var s = Twins.start(config("""
                tables:
                  - {name: t, seedData: [{id: a, n: 1}]}
                mocks:
                  - {id: by-hand, http: {matcher: {method: GET, path: "/hand/{id}"}, response: {body: static}}}
                  - {id: other, http: {matcher: {method: GET, path: "/other/{id}"}, response: {body: static}}}
                extend:
                  - {mock: by-hand, table: t, action: get}
                """));
        assertThat(s.get("/hand/a").at("/n")).isEqualTo(1L);
        assertThat(s.get("/hand/b").status()).isEqualTo(404);
        assertThat(s.get("/other/a").text()).isEqualTo("static");
    }

    @Test
    void T046_aBindingsResponseReplacesTheTables() {
        String yaml = config("""
                tables:
                  - {name: t, seedData: [{id: a, n: 1}], response: {timestamps: {format: none}, fields: {rename: {n: m}, inject: {object: table}}, errors: {wrap: error}}}
                mocks:
                  - {id: one, http: {matcher: {method: GET, path: "/one/{id}"}, response: {body: x}}}
                  - {id: two, http: {matcher: {method: GET, path: "/two/{id}"}, response: {body: x}}}
                extend:
                  - {mock: one, table: t, action: get, response: {fields: {inject: {own: true}}}}
                  - {mock: two, table: t, action: get}
                """);
        var s = Twins.start(yaml);
        assertThat(s.get("/two/a").json()).containsOnlyKeys("m", "id", "object");
        assertThat(s.get("/one/a").json()).containsOnlyKeys("n", "id", "own", "createdAt", "updatedAt");
        assertThat(s.get("/two/b").json()).containsOnlyKeys("error");
        assertThat(s.get("/one/b").json())
                .doesNotContainEntry("error", Map.of())
                .containsKeys("error", "statusCode");
    }

    private static final String ARRAYS = """
            {"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/t":{"post":{"operationId":"make","requestBody":{"content":{"application/x-www-form-urlencoded":{"schema":
            {"type":"object","properties":{"x":{"type":"array","items":{"type":"integer"}},"k":{"type":"array","items":{"type":"string"}},"one":{"type":"string"}}}}}},
            "responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"object"}}}}}}}}}
            """;

    @Test
    void T059_T062_arraysFollowTheSchema() {
        var s = Twins.start(
                config(
                        "imports:\n  - {path: a.json}\ntables:\n  - {name: t}\nextend:\n  - {mock: make, table: t, action: create}\n"),
                Map.of("a.json", ARRAYS));
        assertThat(s.form("/t", "x[0]=1&x[2]=3").at("/x")).isEqualTo(List.of(1L, 3L));
        assertThat(s.form("/t", "k=a&k=b").at("/k")).isEqualTo(List.of("a", "b"));
        assertThat(s.form("/t", "k[]=a&k[]=b").at("/k")).isEqualTo(List.of("a", "b"));
        assertThat(s.form("/t", "k=a").at("/k")).isEqualTo(List.of("a"));
        assertThat(s.form("/t", "one=a&one=b").at("/one")).isEqualTo("b");
    }

    /** Every neighbouring pair of stages, in a configuration where the other order would answer differently. */
    @Test
    void T087_stagesRunInTheirOrder() {
        var s = Twins.start(crud("""
                - name: t
                  seedData: [{id: a, old: 1, l: [1], plain: [2]}]
                  response:
                    timestamps: {format: unix, fields: {createdAt: made, updatedAt: changed}}
                    fields:
                      rename: {old: renamed, l: items}
                      hide: [renamed, updatedAt, made]
                      wrapAsList: {items: {}, given: {}, made: {}}
                      inject: {given: [9], plain: injected}
                """));
        var row = s.get("/t/a").json();
        assertThat(row).as("renamed first, then hidden").doesNotContainKeys("old", "renamed");
        assertThat(row.get("items")).as("renamed before wrapped").isInstanceOf(Map.class);
        assertThat(row).as("hidden before timestamps: updatedAt is gone").doesNotContainKeys("changed", "updatedAt");
        assertThat(row).as("and a renamed timestamp cannot be hidden").containsKey("made");
        assertThat(row.get("given")).as("injected after wrapping").isEqualTo(List.of(9L));
        assertThat(row).containsEntry("plain", "injected");
        var last = Twins.start(
                crud(
                        "- {name: t, seedData: [{id: a}], response: {timestamps: {format: unix, fields: {createdAt: made}}, fields: {inject: {made: mine}}}}"));
        assertThat(last.get("/t/a").json()).as("injected after timestamps").containsEntry("made", "mine");
    }

    @ParameterizedTest
    @CsvSource({
        "none,",
        "iso8601,[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
        "rfc3339,[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]+Z"
    })
    void T088_timestampFormats(String format, String shape) {
        var s = Twins.start(crud("- {name: t, response: {timestamps: {format: " + format + "}}}"));
        var row = s.json("POST", "/t", "{}").json();
        if (shape == null) {
            assertThat(row).containsOnlyKeys("id");
        } else {
            assertThat((String) row.get("createdAt")).matches(shape);
            assertThat((String) row.get("updatedAt")).matches(shape);
        }
    }

    @Test
    void T110_pathParametersAreEchoed() {
        var s = Twins.start(config("imports:\n  - {path: vendor/stripe}\n"));
        assertThat(s.get("/v1/coupons/abc").at("/id")).isEqualTo("abc");
        var gone = s.delete("/v1/subscriptions/sub_123/discount");
        assertThat(gone.status()).isEqualTo(200);
        var parsed = com.stripe.net.ApiResource.GSON.fromJson(gone.text(), com.stripe.model.Discount.class);
        assertThat(parsed.getObject()).isEqualTo("discount");
        assertThat(parsed.getDeleted()).isTrue();
    }

    /** Matcher, what it accepts, what it refuses: target, header X-A and body, separated by spaces. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            method: get, path: /a                              | GET /a - -             | POST /a - -
            path: /a%20b                                       | GET /a%20b - -         | GET /a%2520b - -
            path: "/a/{x}"                                     | GET /a/1 - -           | GET /a/1/2 - -
            path: "/a/{x}.json"                                | GET /a/b.c.json - -    | GET /a/b - -
            path: "/a/{x:[0-9]+}"                              | GET /a/12 - -          | GET /a/1x - -
            path: "/a/*"                                       | GET /a/b/c - -         | GET /ab - -
            path: "/a/*"                                       | GET /a - -             | GET /b - -
            path: "/a/*/c"                                     | GET /a/b/c - -         | GET /a/b/c/d - -
            pathPattern: "/v[0-9]/x"                           | GET /p/v1/xyz - -      | GET /p/vv/x - -
            pathPattern: "^/v[0-9]$"                           | GET /v1 - -            | GET /v12 - -
            path: /a, headers: {x-a: exact}                    | GET /a exact -         | GET /a other -
            path: /a, headers: {X-A: "pre*"}                   | GET /a prefix -        | GET /a apre -
            path: /a, headers: {X-A: "*fix"}                   | GET /a suffix -        | GET /a fixed -
            path: /a, headers: {X-A: "*mid*"}                  | GET /a amidst -        | GET /a - -
            path: /a, queryParams: {q: "1"}                    | GET /a?z=0&q=1&q=2 - - | GET /a?q=2&q=1 - -
            path: /a, bodyEquals: abc                          | POST /a - abc          | POST /a - abcd
            path: /a, bodyContains: b                          | POST /a - abc          | POST /a - ac
            path: /a, bodyPattern: "b+c$"                      | POST /a - abbc         | POST /a - abcd
            path: /a, bodyJsonPath: {"$.a[0].b": 5}            | POST /a - {"a":[{"b":5.0}]} | POST /a - {"a":[{"b":"5"}]}
            path: /a, bodyJsonPath: {"$..b": x}                | POST /a - {"a":{"c":{"b":"x"}}} | POST /a - {"a":"x"}
            path: /a, bodyJsonPath: {"$.a": {exists: true}}    | POST /a - {"a":null}   | POST /a - {"b":1}
            path: /a, bodyJsonPath: {"$.a": {exists: false}}   | POST /a - {"b":1}      | POST /a - not-json
            """)
    void T116_matchersAcceptAndRefuse(String matcher, String accepted, String refused) {
        var s = Twins.start(config("mocks:\n  - {id: m, http: {matcher: {" + matcher + "}, response: {body: hit}}}\n"));
        assertThat(ask(s, accepted).text()).as("accepted").isEqualTo("hit");
        assertThat(ask(s, refused).status()).as("refused").isEqualTo(404);
    }

    private static Twins.Reply ask(Twins.Speaker s, String line) {
        String[] parts = line.strip().split(" ", 4);
        String body = parts[3].equals("-") ? "" : parts[3];
        return parts[2].equals("-")
                ? s.send(parts[0], parts[1], "", body)
                : s.send(parts[0], parts[1], "", body, "X-A", parts[2]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            requireAuth: true   | yes
            cn: client          | yes
            cn: other           | no
            cnPattern: "^cl"    | yes
            cnPattern: "^x"     | no
            ou: unit            | yes
            o: other            | no
            fingerprint: "ab:cd"| yes
            fingerprint: "00"   | no
            issuer: root        | yes
            issuer: leaf        | no
            san: {dns: a.test}  | yes
            san: {dns: b.test}  | no
            san: {email: a@b.c} | yes
            san: {ip: 10.0.0.1} | yes
            san: {ip: 10.0.0.2} | no
            """)
    void T116_clientCertificates(String condition, String expected) {
        var s = Twins.start(config("mocks:\n  - {id: m, http: {matcher: {path: /a, mtls: {" + condition
                + "}}, response: {body: hit}}}\n"));
        var certificate = new TwinRequest.ClientCertificate(
                "client",
                "org",
                "unit",
                "1",
                "AB:CD",
                "root",
                "",
                "",
                List.of("a.test"),
                List.of("a@b.c"),
                List.of("10.0.0.1"),
                List.of(),
                true);
        var with = new TwinRequest("GET", "/a", "", new Headers(), new byte[0], certificate);
        assertThat(s.twin().handle(with).status()).isEqualTo(expected.equals("yes") ? 200 : 404);
        assertThat(s.get("/a").status()).as("without a certificate").isEqualTo(404);
    }
}
