package dev.doppel.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import org.junit.jupiter.api.Test;

/** Old match blocks over what services called, decided from the evidence. */
class OldBlocksTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private static Answer created(ScriptedMock world, ScriptedMock.Asked asked) {
        world.call(
                "payment-service",
                "POST",
                "https://api.stripe.com/v1/charges",
                FORM,
                "amount=1998&currency=usd",
                200,
                "{\"id\":\"ch_1\",\"amount\":1998}");
        world.call(
                "shipping-service",
                "POST",
                "https://api.easypost.com/v2/shipments",
                JSON,
                "{\"amount\":1998,\"currency\":\"usd\",\"personalizations\":[{\"to\":[{\"email\":\"a@b.c\"}]}]}",
                201,
                "{\"tracking_code\":\"9400111899223456789012\"}");
        world.call(
                "notification-service",
                "POST",
                "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
                FORM,
                "To=%2B15551234567&Body=Code+9400111899223456789012+sent",
                201,
                "{}");
        return Answer.json(200, "{\"order\":{\"id\":100,\"totalCents\":2498}}");
    }

    private static final String STEP = """
            - name: place order
              action: {type: httpRequest, method: POST, url: svc/v1/orders, body: {items: [1]}}
              extract: {orderId: response.body.order.id}
              assertions:
            """;

    private static World.Result blocks(String blocks) {
        StringBuilder step = new StringBuilder(STEP);
        blocks.lines().forEach(line -> step.append("    ").append(line).append('\n'));
        return World.run(World.withSteps(step.toString()), OldBlocksTest::created);
    }

    private static void passes(String blocks) {
        World.Result result = blocks(blocks);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void D005_D006_D007_D008_originMethodHostAndPathSelectTheCall() {
        passes("""
                - match: {origin: payment-service, method: POST, url: api.stripe.com/v1/charges}
                  assertions:
                    - {path: request.body.amount, operator: eq, value: 1998}
                    - {path: request.body.currency, operator: eq, value: usd}
                - {match: {origin: shipping-service, method: POST, url: api.stripe.com/v1/charges}, count: 0}
                - {match: {origin: payment-service, method: GET, url: api.stripe.com/v1/charges}, count: 0}
                - {match: {origin: payment-service, method: POST, url: api.easypost.com/v1/charges}, count: 0}
                - {match: {origin: payment-service, method: POST, url: api.stripe.com/v1/refunds}, count: 0}
                - match: {origin: shipping-service, method: POST, url: api.easypost.com/v2/shipments}
                  assertions:
                    - {path: request.body.amount, operator: eq, value: 1998}
                    - {path: request.body.currency, operator: eq, value: usd}
                """);
    }

    @Test
    void D112_aFormBodyIsTextAsAWholeAndNavigable() {
        passes("""
                - match: {url: api.stripe.com}
                  assertions:
                    - {path: request.body, operator: contains, value: amount=1998&currency}
                    - {path: request.body.amount, operator: eq, value: '1998'}
                """);
    }

    @Test
    void D030_D031_D032_D033_D034_D035_D047_eachBlockReadsItsOwnEntry() {
        passes("""
                - assertions:
                    - {path: response.status, operator: eq, value: 200}
                    - {path: response.body.order.totalCents, operator: eq, value: 2498}
                - match: {origin: shipping-service, url: api.easypost.com}
                  assertions:
                    - {path: response.status, operator: eq, value: 201}
                    - {path: response.body.tracking_code, operator: eq, value: '9400111899223456789012'}
                    - {path: 'request.body.personalizations[0].to[0].email', operator: eq, value: a@b.c}
                - match: {url: api.twilio.com}
                  assertions:
                    - {path: request.body.To, operator: eq, value: '+15551234567'}
                    - {path: request.body.Body, operator: contains, value: '9400111899223456789012'}
                """);
    }

    @Test
    void D039_D041_zeroCallsPassesBehindABarrier() {
        World.Result result = blocks("""
                - match: {origin: nobody-service, url: api.stripe.com}
                  count: {operator: eq, value: 0}
                """);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        assertThat(result.requests()).hasSize(1).first().isInstanceOf(BarrierRequest.class);
    }

    @Test
    void D040_aCallAfterTheResponseFailsZeroCalls() {
        World.Result result = World.run(World.withSteps("""
                        - action: {type: httpRequest, method: GET, url: svc/}
                          x-settle: {quietMs: 500, maxMs: 2000}
                          assertions:
                            - match: {url: api.stripe.com}
                              count: {operator: eq, value: 0}
                        """), (world, asked) -> {
            world.later(300, () -> world.call("pay", "POST", "https://api.stripe.com/v1/charges", null, "", 200, "{}"));
            return Answer.json(200, "{}");
        });
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.FAILED);
        assertThat(result.failed().getFirst().nearest())
                .singleElement()
                .asString()
                .contains("api.stripe.com");
    }

    @Test
    void D046_aCallAlmostFiveSecondsLaterStillSatisfiesItsBlocks() {
        String settledAsUsual = World.withSteps("""
                        - action: {type: httpRequest, method: GET, url: svc/}
                          assertions:
                            - match: {origin: pay, url: api.stripe.com}
                              assertions: [{path: response.status, operator: eq, value: 200}]
                            - match: {path: $.traffic, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}
                              assertions: [{path: $.match.response.status, operator: eq, value: 200}]
                        """).replace(World.QUICK, "");
        World.Result result = World.run(settledAsUsual, (world, asked) -> {
            world.later(
                    4500, () -> world.call("pay", "POST", "https://api.stripe.com/v1/charges", null, "", 200, "{}"));
            return Answer.json(200, "{}");
        });
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void D028_D029_D169_extractedValuesKeepTheirTypeAndEnterUrls() {
        World.Result result =
                World.run(World.withSteps(STEP.replace("  assertions:\n", "") + """
                        - action: {type: httpRequest, method: GET, url: 'svc/v1/orders/{{orderId}}?x={{orderId}}'}
                          assertions:
                            - {path: $.variables.orderId, operator: eq, value: 100}
                            - {type: $.variables.orderId, operator: eq, value: number}
                            - {path: $.response.body.order.id, operator: eq, value: {from: $.variables.orderId}}
                            - {path: $.response.body.order.totalCents, operator: ne, value: {from: $.variables.orderId}}
                        """), OldBlocksTest::created);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        assertThat(result.asked().get(1).uri()).isEqualTo("/v1/orders/100?x=100");
        assertThat(result.asked().getFirst().host()).isEqualTo("svc");
        assertThat(result.step(0, 1).assertions()).allMatch(one -> one.outcome() == Outcome.PASSED);
    }
}
