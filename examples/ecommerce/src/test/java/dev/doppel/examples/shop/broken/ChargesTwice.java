package dev.doppel.examples.shop.broken;

import dev.doppel.examples.shop.Main;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Settings;
import dev.doppel.examples.shop.payment.Charge;
import dev.doppel.examples.shop.payment.PaymentService;
import java.io.IOException;

/** A payment-service that asks for the money a second time although the first charge succeeded. */
public final class ChargesTwice extends PaymentService {
    public ChargesTwice(Settings settings, Caller caller) {
        super(settings, caller);
    }

    public static void main(String[] args) throws IOException {
        Settings settings = Settings.ofEnvironment();
        Main.serve("payment-service", settings, new ChargesTwice(settings, new Caller()).routes());
    }

    @Override
    protected Charge charge(JsonObject order, String paymentMethod) {
        Charge first = super.charge(order, paymentMethod);
        return first instanceof Charge.Succeeded ? super.charge(order, paymentMethod) : first;
    }
}
