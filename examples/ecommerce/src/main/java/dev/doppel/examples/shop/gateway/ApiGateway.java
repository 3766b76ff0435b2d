package dev.doppel.examples.shop.gateway;

import dev.doppel.examples.shop.http.Answer;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Refusal;
import dev.doppel.examples.shop.http.Reply;
import dev.doppel.examples.shop.http.Request;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.time.Duration;
import java.util.Map;

/** What customers may call. Answers of the services behind it pass unchanged. */
public class ApiGateway {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Caller caller;
    private final String orders;
    private final String payments;

    public ApiGateway(Settings settings, Caller caller) {
        this.caller = caller;
        this.orders = settings.address("ORDER_SERVICE_URL", "http://order-service");
        this.payments = settings.address("PAYMENT_SERVICE_URL", "http://payment-service");
    }

    public final Routes routes() {
        return new Routes()
                .on("GET", "/v1/products", request -> pass(() -> caller.get(orders + "/v1/products", PATIENCE)))
                .on(
                        "GET",
                        "/v1/orders/{id}",
                        request -> pass(() -> caller.get(orders + "/v1/orders/" + request.id("id"), PATIENCE)))
                .on(
                        "POST",
                        "/v1/orders",
                        request -> pass(
                                () -> caller.send("POST", orders + "/v1/orders", Map.of(), request.json(), PATIENCE)))
                .on("POST", "/v1/orders/{id}/pay", this::pay);
    }

    private Reply pay(Request request) {
        JsonObject payment = JsonObject.of(
                "orderId", request.id("id"), "paymentMethod", request.json().text("paymentMethod"));
        return pass(() -> caller.send("POST", payments + "/v1/payments", Map.of(), payment, PATIENCE));
    }

    @FunctionalInterface
    private interface Call {
        Answer send() throws CallFailed;
    }

    private static Reply pass(Call call) {
        try {
            Answer answer = call.send();
            Reply reply = new Reply(answer.status(), Map.of(), answer.body());
            return answer.header("retry-after")
                    .map(seconds -> reply.withHeader("retry-after", seconds))
                    .orElse(reply);
        } catch (CallFailed e) {
            throw new Refusal(e.why() == CallFailed.Why.TIMED_OUT ? 504 : 502, String.valueOf(e.getMessage()));
        }
    }
}
