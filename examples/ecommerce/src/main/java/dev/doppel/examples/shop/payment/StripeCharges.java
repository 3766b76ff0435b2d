package dev.doppel.examples.shop.payment;

import dev.doppel.examples.shop.http.Answer;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Log;
import dev.doppel.examples.shop.http.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Stripe's {@code POST /v1/charges}. Repeats a charge only when Stripe said that it did not look at it (429), no earlier than its
 * {@code Retry-After} allows and only so often; a request without an answer is never repeated. Thread-safe.
 */
final class StripeCharges {
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Caller caller;
    private final String charges;
    private final String key;
    private final Duration timeout;
    private final int maxAttempts;

    StripeCharges(Settings settings, Caller caller) {
        this.caller = caller;
        this.charges = settings.address("STRIPE_BASE_URL", "https://api.stripe.com") + "/v1/charges";
        this.key = settings.required("STRIPE_API_KEY");
        this.timeout = settings.millis("PAYMENT_TIMEOUT_MS", Duration.ofSeconds(3));
        this.maxAttempts = settings.number("PAYMENT_MAX_ATTEMPTS", 3);
    }

    /** @param meaning what an answer other than 429 stands for */
    Charge charge(JsonObject of, String paymentMethod, Function<StripeAnswer, Charge> meaning) {
        String order = of.text("id");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("amount", of.text("totalCents"));
        form.put("currency", of.text("currency"));
        form.put("source", paymentMethod);
        form.put("description", "Order " + order);
        form.put("metadata[order_id]", order);
        // One key for all repetitions of this charge, a new one when the customer tries again:
        // Stripe answers a known key with its first answer, a decline included.
        Map<String, String> headers =
                Map.of("authorization", "Bearer " + key, "idempotency-key", "order-" + order + "-" + UUID.randomUUID());
        for (int attempt = 1; ; attempt++) {
            Answer answer;
            try {
                answer = caller.post(charges, headers, form, timeout);
            } catch (CallFailed e) {
                Log.warn("order " + order + ": " + e.getMessage());
                return switch (e.why()) {
                    case UNREACHABLE -> new Charge.NotCharged("the payment provider cannot be reached");
                    case TIMED_OUT -> new Charge.Unknown("the payment provider timed out", true);
                    case BROKEN -> new Charge.Unknown("the payment provider broke off", false);
                };
            }
            if (answer.status() != 429) {
                return meaning.apply(said(answer));
            }
            Duration pause = pause(answer);
            if (attempt == maxAttempts || pause.compareTo(LONGEST_PAUSE) > 0) {
                Log.warn("order " + order + ": rate limited, given up after " + attempt + " attempts");
                return new Charge.Busy(attempt, pause.toSeconds());
            }
            Log.warn("order " + order + ": rate limited, attempt " + (attempt + 1) + " in " + pause.toMillis() + " ms");
            if (!rest(pause)) {
                return new Charge.Busy(attempt, pause.toSeconds());
            }
        }
    }

    private static StripeAnswer said(Answer answer) {
        JsonObject body = answer.json();
        String message =
                body.find("error").flatMap(error -> error.findText("message")).orElse("status " + answer.status());
        return new StripeAnswer(answer.status(), body.findText("id").orElse(""), message);
    }

    /** {@code Retry-After} in seconds (RFC 9110, 10.2.3); Stripe never sends its other form, a date. */
    private static Duration pause(Answer answer) {
        try {
            return answer.header("retry-after")
                    .map(seconds -> Duration.ofSeconds(Integer.parseUnsignedInt(seconds.strip())))
                    .orElse(DEFAULT_PAUSE);
        } catch (NumberFormatException e) {
            return DEFAULT_PAUSE;
        }
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
