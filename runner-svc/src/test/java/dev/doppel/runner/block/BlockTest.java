package dev.doppel.runner.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import org.junit.jupiter.api.Test;

/** Blocks of both generations on one scripted step: three charges, one shipment, an error body. */
class BlockTest {
    private static Answer script(ScriptedMock world, ScriptedMock.Asked asked) {
        for (int i = 1; i <= 3; i++) {
            world.call(
                    "pay",
                    "POST",
                    "https://api.stripe.com/v1/charges" + (i == 3 ? "/ch_1/capture" : ""),
                    "application/json",
                    "{\"n\":" + i + ",\"name\":\"Ann\"}",
                    i == 2 ? 402 : 200,
                    "{\"id\":\"ch_" + i + "\"}");
        }
        world.call("ship", "POST", "https://api.easypost.com/v2/shipments?fast=1", "application/json", "{}", 201, "{}");
        return Answer.json(
                200,
                "{\"error\":{\"message\":\"Your card was DECLINED.\"},\"flat\":\"Your card was declined.\",\"list\":[1,2,3],"
                        + "\"code\":\"9400111899223456789012\",\"flag\":true}");
    }

    private static World.Result run(String blocks) {
        StringBuilder step =
                new StringBuilder("- action: {type: httpRequest, method: GET, url: svc/}\n  assertions:\n");
        blocks.lines().forEach(line -> step.append("    ").append(line).append('\n'));
        return World.run(World.withSteps(step.toString()), BlockTest::script);
    }

    private static void passes(String blocks) {
        World.Result result = run(blocks);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
    }

    private static AssertionResult fails(String blocks) {
        World.Result result = run(blocks);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.FAILED);
        return result.failed().getFirst();
    }

    private static final String CHARGES = "where: [{path: $$.to, operator: eq, value: api.stripe.com}]";

    @Test
    void D026_D037_D038_D157_D166_selfBlocksReadTheOwnResponse() {
        passes("""
                - {path: response.status, operator: eq, value: 200}
                - {path: $.response.status, operator: eq, value: 200}
                - {path: response.body.flat, operator: contains, value: DECLINED}
                - {path: response.body.flat, operator: eq, value: YOUR CARD WAS DECLINED.}
                - {path: response.body.error, operator: contains, value: declined}
                - match: {url: api.easypost.com}
                  assertions:
                    - {path: response.status, operator: eq, value: 201}
                    - {path: $.response.status, operator: eq, value: 201}
                """);
        fails("- {path: $.response.body.flat, operator: contains, value: DECLINED}\n");
        fails("- {path: $.response.body.flat, operator: eq, value: YOUR CARD WAS DECLINED.}\n");
    }

    @Test
    void D159_D165_D167_D168_D169_values() {
        passes("""
                - {path: '$.response.body.list[-1]', operator: eq, value: 3}
                - {path: $.response.body.code, operator: ne, value: '9400111899223456789013'}
                - {path: $.response.body.nothing, operator: isEmpty}
                - {path: $.response.status, operator: eq, value: {from: $.response.status}}
                - {count: $.response.body.list, operator: eq, value: 3}
                - {type: $.response.body.list, operator: eq, value: array}
                - {keys: $.response.body.error, operator: eq, value: [message]}
                """);
        fails("- {path: $.response.body.nothing, operator: notContains, value: x}\n");
        assertThat(fails("- {path: $.response.body.flat, operator: gt, value: 1}\n")
                        .error())
                .contains("numeric");
        assertThat(fails("- {path: $.response.status, operator: eq, value: {from: $.response.nothing}}\n")
                        .error())
                .contains("nothing");
    }

    @Test
    void D158_headersIgnoreCase() {
        passes("- {path: $.response.headers.Content-Type, operator: eq, value: application/json}\n");
    }

    @Test
    void D160_D161_D162_newMatchBlocks() {
        passes("- match: {path: $.traffic, count: 3, " + CHARGES + "}\n" + """
                  assertions:
                    - {path: $.match.request.body.n, operator: eq, value: 1}
                    - {path: $.lastMatch.request.body.n, operator: eq, value: 3}
                    - {count: $.matches, operator: eq, value: 3}
                """);
        passes("""
                - match:
                    path: $.traffic
                    count: 2
                    where:
                      - or: [{path: $$.response.status, operator: eq, value: 402}, {path: $$.to, operator: eq, value: api.easypost.com}]
                      - not: {path: $$.origin, operator: eq, value: nobody}
                      - and: [{path: $$.request.method, operator: eq, value: POST}]
                """);
        AssertionResult none = fails(
                "- match: {path: $.traffic, where: [{path: $$.to, operator: eq, value: api.nobody.com}, {path: $$.origin, operator: eq, value: ship}]}\n");
        assertThat(none.error()).contains("at least one");
        assertThat(none.nearest()).singleElement().asString().contains("easypost");
    }

    @Test
    void D163_assertionScopes() {
        String first = "- match: {url: api.stripe.com}\n  assertionScope: ";
        String rest = "\n  assertions: [{path: response.status, operator: eq, value: ";
        passes(first + "first" + rest + "200}]\n");
        passes(first + "last" + rest + "200}]\n");
        passes(first + "any" + rest + "402}]\n");
        fails(first + "first" + rest + "402}]\n");
        fails(first + "last" + rest + "402}]\n");
        String number = "\n  assertions: [{path: request.body.n, operator: eq, value: ";
        passes(first + "first" + number + "1}]\n");
        fails(first + "first" + number + "3}]\n");
        passes(first + "last" + number + "3}]\n");
        fails(first + "last" + number + "1}]\n");
        AssertionResult all = fails(first + "all" + rest + "200}]\n");
        assertThat(all.error()).contains("match 2 of 3");
        fails("- match: {url: api.stripe.com}" + rest + "200}]\n");
        fails(first + "any" + rest + "500}]\n");
    }

    @Test
    void D164_urlPatternsMayHaveSchemeAndPort() {
        passes("""
                - match: {url: 'https://api.stripe.com:443/v1/charges'}
                  count: 3
                - match: {url: '/v2/shipments?fast'}
                  count: 1
                - match: {url: stripe.com}
                  count: 0
                - match: {origin: pay, method: post}
                  count: 3
                - match: {}
                  count: 5
                """);
    }

    @Test
    void D170_flatAssertionsAreEvaluated() {
        fails("- {path: response.status, operator: eq, value: 500}\n");
    }

    @Test
    void aMatchOverTheOwnResponseNeedsNoEvidence() {
        World.Result result = run("""
                - match: {path: $.response.body.list, count: 2, where: [{path: $$, operator: gte, value: 2}]}
                  assertions: [{path: $.match, operator: eq, value: 2}]
                """);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        assertThat(result.requests()).isEmpty();
    }

    @Test
    void aFailedCountSkipsTheBlockAndNamesTheNearest() {
        World.Result result = run("""
                - match: {origin: ship, method: GET, url: api.easypost.com}
                  assertions: [{path: response.status, operator: eq, value: 201}]
                """);
        assertThat(result.failed()).singleElement();
        assertThat(result.failed().getFirst().nearest())
                .singleElement()
                .asString()
                .contains("POST")
                .contains("GET");
        assertThat(result.step(0, 0).assertions()).hasSize(2);
        assertThat(result.step(0, 0).assertions().get(1).kind()).isEqualTo("skipped");
    }

    @Test
    void aMonotoneBlockThatPassesAsksForNothing() {
        assertThat(run("- match: {path: $.traffic, " + CHARGES + "}\n"
                                + "  assertions: [{path: $.match.request.body.n, operator: eq, value: 1}]\n")
                        .requests())
                .isEmpty();
    }

    @Test
    void tooManyMatchesFailAtOnce() {
        World.Result result = run("- match: {url: api.stripe.com}\n  count: 1\n");
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.requests()).isEmpty();
        assertThat(result.failed().getFirst().nearest()).hasSize(3);
    }
}
