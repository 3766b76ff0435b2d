package dev.doppel.examples.shop.payment;

import dev.doppel.examples.shop.http.Answer;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonException;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Log;
import dev.doppel.examples.shop.http.Refusal;
import dev.doppel.examples.shop.http.Reply;
import dev.doppel.examples.shop.http.Request;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Charges orders and tells order-service how it went, at once or when Stripe calls back. */
public class PaymentService {
    private static final Duration TO_READ = Duration.ofSeconds(5);
    // Marking an order as paid also has it shipped before order-service answers.
    private static final Duration TO_MARK = Duration.ofSeconds(18);

    private final Caller caller;
    private final StripeCharges stripe;
    private final String orders;
    // A customer who clicks twice pays once.
    private final Set<Long> inPayment = ConcurrentHashMap.newKeySet();

    public PaymentService(Settings settings, Caller caller) {
        this.caller = caller;
        this.stripe = new StripeCharges(settings, caller);
        this.orders = settings.address("ORDER_SERVICE_URL", "http://order-service") + "/v1/orders/";
    }

    public final Routes routes() {
        return new Routes().on("POST", "/v1/payments", this::pay).on("POST", "/webhooks/stripe", this::webhook);
    }

    /** Asks Stripe for the order's money. */
    protected Charge charge(JsonObject order, String paymentMethod) {
        return stripe.charge(order, paymentMethod, this::read);
    }

    /** What Stripe's answer to a charge means. */
    protected Charge read(StripeAnswer answer) {
        return switch (answer.status()) {
            case 200, 201 -> new Charge.Succeeded(answer.id());
            case 402 -> new Charge.Declined(answer.message());
            case 400, 401, 403, 404 -> new Charge.NotCharged("the payment provider refused: " + answer.message());
            default -> new Charge.Unknown("the payment provider failed: " + answer.message(), false);
        };
    }

    /** Writes an order's new status into order-service. */
    protected final Answer mark(JsonObject order, String status) {
        try {
            return caller.send("PATCH", orders + order.text("id"), Map.of(), JsonObject.of("status", status), TO_MARK);
        } catch (CallFailed e) {
            throw new Refusal(502, "order-service: " + e.getMessage());
        }
    }

    private Reply pay(Request request) {
        JsonObject wanted = request.json();
        String paymentMethod = wanted.text("paymentMethod");
        long id = wanted.number("orderId");
        if (!inPayment.add(id)) {
            throw new Refusal(409, "order " + id + " is being paid");
        }
        try {
            JsonObject order = order(id);
            String status = order.text("status");
            if (status.equals("paid") || status.equals("payment_pending")) {
                throw new Refusal(409, "order " + id + " is " + status + ": it is not charged again");
            }
            return settle(order, charge(order, paymentMethod));
        } finally {
            inPayment.remove(id);
        }
    }

    private Reply settle(JsonObject order, Charge charge) {
        return switch (charge) {
            case Charge.Succeeded(String id) -> {
                Answer marked = mark(order, "paid");
                if (!marked.succeeded()) {
                    throw new Refusal(502, "charged as " + id + ", but order-service: " + marked.error());
                }
                JsonObject payment = JsonObject.of("chargeId", id, "amount", order.number("totalCents"));
                yield Reply.json(200, marked.json().with("payment", payment));
            }
            case Charge.Declined(String message) -> {
                mark(order, "payment_failed");
                yield Reply.error(402, "card declined: " + message);
            }
            case Charge.Busy(int attempts, long seconds) ->
                Reply.error(503, "the payment provider is busy: not charged after " + attempts + " attempts")
                        .withHeader("retry-after", Long.toString(seconds));
            case Charge.NotCharged(String why) -> Reply.error(502, why + ": not charged");
            case Charge.Unknown(String why, boolean timedOut) -> {
                mark(order, "payment_pending");
                yield Reply.error(timedOut ? 504 : 502, why + ": the payment is being confirmed");
            }
        };
    }

    /** Stripe repeats an event until it gets a 2xx, so events that can never do anything are acknowledged too. */
    private Reply webhook(Request request) {
        if (request.header("stripe-signature").isEmpty()) {
            throw new Refusal(400, "the stripe-signature header is missing");
        }
        JsonObject event = request.json();
        String status = switch (event.text("type")) {
            case "charge.succeeded" -> "paid";
            case "charge.failed" -> "payment_failed";
            default -> "";
        };
        if (status.isEmpty()) {
            return Reply.json(200, JsonObject.of("received", true, "effect", "none"));
        }
        String id = event.object("data").object("object").object("metadata").text("order_id");
        Answer marked = mark(order(number(id)), status);
        if (!marked.succeeded() && marked.status() != 409) {
            throw new Refusal(502, "order-service: " + marked.error());
        }
        Log.info("webhook " + event.findText("id").orElse("without id") + ": order " + id + " -> "
                + (marked.succeeded() ? status : marked.error()));
        return Reply.json(200, JsonObject.of("received", true, "effect", marked.succeeded() ? status : "none"));
    }

    private JsonObject order(long id) {
        Answer answer;
        try {
            answer = caller.get(orders + id, TO_READ);
        } catch (CallFailed e) {
            throw new Refusal(502, "order-service: " + e.getMessage());
        }
        if (!answer.succeeded()) {
            throw new Refusal(answer.status(), answer.error());
        }
        return answer.json().object("order");
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new JsonException("metadata.order_id must be a whole number, not " + id);
        }
    }
}
