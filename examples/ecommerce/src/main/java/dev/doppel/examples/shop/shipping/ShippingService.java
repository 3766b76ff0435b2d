package dev.doppel.examples.shop.shipping;

import dev.doppel.examples.shop.http.Answer;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Log;
import dev.doppel.examples.shop.http.Refusal;
import dev.doppel.examples.shop.http.Reply;
import dev.doppel.examples.shop.http.Request;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Buys a label for an order and has the customer told its tracking code. */
public class ShippingService {
    private static final Duration TO_BUY = Duration.ofSeconds(6);
    private static final Duration TO_TELL = Duration.ofSeconds(8);

    private final Caller caller;
    private final String shipments;
    private final String key;
    private final String notifications;

    public ShippingService(Settings settings, Caller caller) {
        this.caller = caller;
        this.shipments = settings.address("EASYPOST_BASE_URL", "https://api.easypost.com") + "/v2/shipments";
        this.key = settings.required("EASYPOST_API_KEY");
        this.notifications =
                settings.address("NOTIFICATION_SERVICE_URL", "http://notification-service") + "/v1/notifications";
    }

    public final Routes routes() {
        return new Routes().on("POST", "/v1/shipments", this::ship);
    }

    private Reply ship(Request request) {
        JsonObject order = request.json();
        JsonObject label = buy(order);
        String code =
                label.findText("tracking_code").orElseThrow(() -> new Refusal(502, "EasyPost sent no tracking code"));
        Log.info("order " + order.text("id") + ": label " + label.findText("id").orElse("without id"));
        tell(order.with("trackingCode", code));
        JsonObject shipment = JsonObject.of("id", label.findText("id").orElse(""), "trackingCode", code);
        String url = label.find("postage_label")
                .flatMap(postage -> postage.findText("label_url"))
                .orElse("");
        return Reply.json(201, JsonObject.of("shipment", shipment.with("labelUrl", url)));
    }

    /** EasyPost creates and buys in one call when carrier and service are given. */
    private JsonObject buy(JsonObject order) {
        JsonObject shipment = JsonObject.of(
                "reference", "order-" + order.text("id"),
                "to_address", order.object("customer"),
                "from_address", JsonObject.of("company", "The Example Shop", "street1", "1 Depot Road"),
                "parcel", JsonObject.of("weight", 16 * order.objects("items").size()),
                "carrier_accounts", List.of("ca_example"),
                "service", "Priority");
        try {
            Answer answer = caller.send(
                    "POST",
                    shipments,
                    Map.of("authorization", Caller.basic(key, "")),
                    JsonObject.of("shipment", shipment),
                    TO_BUY);
            if (!answer.succeeded()) {
                throw new Refusal(502, "EasyPost: status " + answer.status());
            }
            return answer.json();
        } catch (CallFailed e) {
            throw new Refusal(502, "EasyPost: " + e.getMessage());
        }
    }

    /** The parcel leaves whether or not the customer could be told. */
    private void tell(JsonObject order) {
        try {
            Answer answer = caller.send("POST", notifications, Map.of(), order, TO_TELL);
            if (!answer.succeeded()) {
                Log.warn("order " + order.text("id") + ": customer not told: " + answer.error());
            }
        } catch (CallFailed e) {
            Log.warn("order " + order.text("id") + ": customer not told: " + e.getMessage());
        }
    }
}
