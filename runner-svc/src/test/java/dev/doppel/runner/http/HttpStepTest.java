package dev.doppel.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.ScriptedMock.Asked;
import dev.doppel.runner.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** httpRequest steps over real HTTP. */
class HttpStepTest {
    private static World.Result run(String steps, Answer answer) {
        return World.run(World.withSteps(steps), (world, asked) -> answer);
    }

    private static World.Result ok(String steps) {
        World.Result result = run(steps, Answer.json(200, "{}"));
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        return result;
    }

    private static Asked only(World.Result result) {
        return result.asked().getFirst();
    }

    @Test
    void D024_D025_aMapIsSentAsJsonToTheService() {
        Asked asked = only(ok("""
                - action: {type: httpRequest, method: POST, url: svc/v1/orders, body: {items: [{sku: A, n: 1.50}], ok: true}}
                """));
        assertThat(asked.body()).isEqualTo("{\"items\":[{\"sku\":\"A\",\"n\":1.50}],\"ok\":true}");
        assertThat(asked.header("content-type")).isEqualTo("application/json");
        assertThat(asked.host()).isEqualTo("svc");
        assertThat(asked.header("x-doppel-scheme")).isNull();
        assertThat(asked.header("x-doppel-request")).isNotNull();
    }

    @Test
    void D044_aGivenContentTypeIsNotDoubledAndHeadersPass() {
        Asked asked = only(ok("""
                - action:
                    type: httpRequest
                    method: POST
                    url: svc/webhook
                    headers: {Content-Type: application/json; charset=utf-8, stripe-signature: 't=1,v1=abc'}
                    body: {a: 1}
                """));
        assertThat(asked.headers().get("content-type")).containsExactly("application/json; charset=utf-8");
        assertThat(asked.header("stripe-signature")).isEqualTo("t=1,v1=abc");
    }

    @Test
    void D131_formDataIsMultipartWithFilesAndListKeys() {
        Asked asked = only(ok("""
                - action:
                    type: httpRequest
                    method: POST
                    url: svc/upload
                    headers: {Content-Type: text/wrong}
                    formData: {title: Hi, tags: [a, b], doc: {filename: f.txt, content: hello, contentType: text/plain}, meta: {x: 1}}
                """));
        assertThat(asked.header("content-type")).startsWith("multipart/form-data; boundary=");
        assertThat(asked.body())
                .contains("name=\"title\"\r\n\r\nHi\r\n")
                .contains("name=\"tags[]\"\r\n\r\na\r\n")
                .contains("name=\"tags[]\"\r\n\r\nb\r\n")
                .contains("name=\"doc\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n")
                .contains("name=\"meta\"\r\n\r\n{\"x\":1}\r\n");
    }

    @Test
    void D132_queryParametersAreEncodedAndAppended() {
        Asked asked = only(ok("""
                - action: {type: httpRequest, method: GET, url: 'svc/s?a=1', queryParams: {q: 'x y&z', n: 2.0, l: [1, 2], none: null}}
                """));
        assertThat(asked.uri()).isEqualTo("/s?a=1&q=x%20y%26z&n=2&l=1&l=2");
    }

    @Test
    void D133_aTextIsSentVerbatimWithoutContentType() {
        Asked asked =
                only(ok("- action: {type: httpRequest, method: PUT, url: svc/x, body: 'plain {\"a\": 1} text'}\n"));
        assertThat(asked.body()).isEqualTo("plain {\"a\": 1} text");
        assertThat(asked.header("content-type")).isNull();
    }

    @Test
    void aFormHeaderMakesAFlatMapAForm() {
        Asked asked = only(ok("""
                - action:
                    type: httpRequest
                    method: POST
                    url: svc/x
                    headers: {content-type: application/x-www-form-urlencoded}
                    body: {a: 1, b: x y}
                """));
        assertThat(asked.body()).isEqualTo("a=1&b=x%20y");
    }

    @Test
    void D134_D135_aStatusNeverFailsAStepAndIsNeverRepeated() {
        for (int status : new int[] {302, 500, 502, 503, 504}) {
            World.Result result = run(
                    "- action: {type: httpRequest, method: POST, url: svc/x}\n",
                    new Answer(status, Map.of("location", List.of("http://svc/y")), ""));
            assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
            assertThat(result.asked()).hasSize(1);
        }
    }

    @Test
    void D134_aRefusedConnectionIsTriedAgainAndThenFails() {
        World.Result result = run("""
                        - action: {type: httpRequest, method: GET, url: svc/x}
                          assertions: [{path: response.status, operator: eq, value: 200}]
                        """, new Answer(502, Map.of("x-doppel-error", List.of("connect-refused")), "{}"));
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.asked()).hasSize(4);
        assertThat(result.step(0, 0).error()).contains("svc").contains("refused");
        assertThat(result.step(0, 0).assertions())
                .extracting(one -> one.outcome())
                .containsExactly(Outcome.FAILED, Outcome.SKIPPED);
    }

    @Test
    void aHostThatDoesNotResolveFailsTheStepWithTheReasonAndIsNotTriedAgain() {
        World.Result result = run(
                "- action: {type: httpRequest, method: GET, url: nowhere.example.com/x}\n",
                new Answer(
                        502,
                        Map.of("x-doppel-error", List.of("outside-unreachable")),
                        "{\"error\":\"no such host: nowhere.example.com\"}"));
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.asked()).hasSize(1);
        assertThat(result.step(0, 0).error()).contains("no such host: nowhere.example.com");
    }

    @Test
    void aRefusedConnectionThatComesUpIsOneStepThatPasses() {
        int[] count = {0};
        World.Result result = World.run(
                World.withSteps("""
                        - action: {type: httpRequest, method: GET, url: svc/x}
                          assertions:
                            - match: {url: svc/x}
                              count: {operator: eq, value: 1}
                        """),
                (world, asked) -> count[0]++ == 0
                        ? new Answer(502, Map.of("x-doppel-error", List.of("connect-refused")), "{}")
                        : Answer.json(200, "{}"));
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        assertThat(result.asked()).hasSize(2);
    }

    @Test
    void aTimeOutFailsTheStepWithItsLength() {
        World.Result result = World.run(
                World.withSteps("- action: {type: httpRequest, method: GET, url: svc/slow, timeout: 120}\n"),
                (world, asked) -> {
                    try {
                        Thread.sleep(500);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Answer.json(200, "{}");
                });
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.step(0, 0).error()).contains("120 ms");
    }

    @Test
    void urlFormsNameHostSchemeAndPath() {
        World.Result result = ok("""
                - action: {type: httpRequest, method: GET, url: svc}
                - action: {type: httpRequest, method: GET, url: 'http://svc/a'}
                - action: {type: httpRequest, method: GET, url: 'https://svc:8080/b'}
                - action: {type: httpRequest, method: GET, url: 'api.example.com/c d?x=ü'}
                - action: {type: httpRequest, method: GET, url: 'http://api.example.com:8081/e'}
                """);
        assertThat(result.asked())
                .extracting(a -> a.host() + a.uri() + " " + a.header("x-doppel-scheme"))
                .containsExactly(
                        "svc/ null",
                        "svc/a null",
                        "svc:8080/b null",
                        "api.example.com/c%20d?x=%C3%BC https",
                        "api.example.com:8081/e http");
    }

    @Test
    void hostsThatCannotBeCalledAreNamed() {
        List<ItemEndpoint> db =
                List.of(new ItemEndpoint("db", ItemKind.DATABASE, "127.0.0.1", 1, "postgres", "d", "u", "p"));
        for (String[] bad : new String[][] {
            {"nobody/x", "svc"}, {"{{h}}/x", "dbQuery"}, {"ftp://svc/x", "ftp"}, {"svc:99999/x", "65535"}
        }) {
            World.Result result = World.run(
                    World.withSteps("- action: {type: httpRequest, method: GET, url: '" + bad[0] + "'}\n")
                            .replace("    steps:", "    variables: {h: db}\n    steps:"),
                    db,
                    Duration.ofSeconds(2),
                    log -> log::accept,
                    (world, asked) -> Answer.json(200, "{}"));
            assertThat(result.finished().verdict()).as(bad[0]).isEqualTo(Verdict.FAILED);
            assertThat(result.step(0, 0).error()).contains(bad[1]);
        }
    }

    @Test
    void aLineBreakCannotEnterAHeader() {
        World.Result result = World.run(
                World.withSteps("- action: {type: httpRequest, method: GET, url: svc/, headers: {x-a: '{{h}}'}}\n")
                        .replace("    steps:", "    variables: {h: \"a\\r\\nx-b: c\"}\n    steps:"),
                (world, asked) -> Answer.json(200, "{}"));
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.asked()).isEmpty();
    }

    @Test
    void theResponseDocumentHasLowerCaseHeadersAndADecodedBody() {
        World.Result result = World.run(
                World.withSteps("""
                        - action: {type: httpRequest, method: GET, url: svc/}
                          assertions:
                            - {path: $.response.headers.x-many, operator: eq, value: [a, b]}
                            - {path: $.response.headers.X-One, operator: eq, value: '1'}
                            - {path: $.response.body, operator: eq, value: plain}
                            - {path: $.request.url, operator: eq, value: 'http://svc/'}
                            - {path: $.request.method, operator: eq, value: GET}
                            - {path: $.responseTime, operator: gte, value: 0}
                        """),
                (world, asked) -> new Answer(200, Map.of("X-Many", List.of("a", "b"), "X-One", List.of("1")), "plain"));
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
    }
}
