package dev.doppel.examples.shop.broken;

import dev.doppel.examples.shop.Main;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Settings;
import dev.doppel.examples.shop.payment.Charge;
import dev.doppel.examples.shop.payment.PaymentService;
import java.io.IOException;

/** A payment-service that reports orders as paid, and so has them shipped, before it has charged anyone. */
public final class ShipsTooEarly extends PaymentService {
    public ShipsTooEarly(Settings settings, Caller caller) {
        super(settings, caller);
    }

    public static void main(String[] args) throws IOException {
        Settings settings = Settings.ofEnvironment();
        Main.serve("payment-service", settings, new ShipsTooEarly(settings, new Caller()).routes());
    }

    @Override
    protected Charge charge(JsonObject order, String paymentMethod) {
        mark(order, "paid");
        return super.charge(order, paymentMethod);
    }
}
