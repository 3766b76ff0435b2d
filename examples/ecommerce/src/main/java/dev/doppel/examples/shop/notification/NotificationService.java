package dev.doppel.examples.shop.notification;

import dev.doppel.examples.shop.http.Answer;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Log;
import dev.doppel.examples.shop.http.Reply;
import dev.doppel.examples.shop.http.Request;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells a customer by e-mail and, where there is a number, by text message that an order is on its way. */
public class NotificationService {
    private static final Duration TO_SEND = Duration.ofSeconds(3);

    private final Caller caller;
    private final String mail;
    private final String mailKey;
    private final String messages;
    private final String account;
    private final String token;
    private final String from;

    public NotificationService(Settings settings, Caller caller) {
        this.caller = caller;
        this.mail = settings.address("SENDGRID_BASE_URL", "https://api.sendgrid.com") + "/v3/mail/send";
        this.mailKey = settings.required("SENDGRID_API_KEY");
        this.account = settings.required("TWILIO_ACCOUNT_SID");
        this.token = settings.required("TWILIO_AUTH_TOKEN");
        this.messages = settings.address("TWILIO_BASE_URL", "https://api.twilio.com") + "/2010-04-01/Accounts/"
                + account + "/Messages.json";
        this.from = settings.text("TWILIO_FROM", "+15550100000");
    }

    public final Routes routes() {
        return new Routes().on("POST", "/v1/notifications", this::send);
    }

    /** The two ways fail apart: 202 says what became of each. */
    private Reply send(Request request) {
        JsonObject order = request.json();
        JsonObject customer = order.object("customer");
        String text = "Order " + order.text("id") + " is on its way. Tracking code: " + order.text("trackingCode");
        String email = outcome("e-mail", order, () -> email(customer, order.text("id"), text));
        String sms = customer.findText("phone")
                .map(phone -> outcome("text message", order, () -> sms(phone, text)))
                .orElse("no number");
        return Reply.json(202, JsonObject.of("email", email, "sms", sms));
    }

    private Answer email(JsonObject customer, String order, String text) throws CallFailed {
        JsonObject to = JsonObject.of("email", customer.text("email"), "name", customer.text("name"));
        JsonObject body = JsonObject.of(
                "personalizations", List.of(JsonObject.of("to", List.of(to))),
                "from", JsonObject.of("email", "orders@shop.example", "name", "The Example Shop"),
                "subject", "Your order " + order,
                "content", List.of(JsonObject.of("type", "text/plain", "value", text)));
        return caller.send("POST", mail, Map.of("authorization", "Bearer " + mailKey), body, TO_SEND);
    }

    private Answer sms(String phone, String text) throws CallFailed {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("To", phone);
        form.put("From", from);
        form.put("Body", text);
        return caller.post(messages, Map.of("authorization", Caller.basic(account, token)), form, TO_SEND);
    }

    @FunctionalInterface
    private interface Sending {
        Answer send() throws CallFailed;
    }

    private static String outcome(String what, JsonObject order, Sending sending) {
        try {
            Answer answer = sending.send();
            if (answer.succeeded()) {
                Log.info("order " + order.text("id") + ": " + what + " sent");
                return "sent";
            }
            Log.warn("order " + order.text("id") + ": " + what + " refused with status " + answer.status());
        } catch (CallFailed e) {
            Log.warn("order " + order.text("id") + ": " + what + " not sent: " + e.getMessage());
        }
        return "failed";
    }
}
