package dev.doppel.examples.shop.broken;

import dev.doppel.examples.shop.Main;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.Settings;
import dev.doppel.examples.shop.payment.Charge;
import dev.doppel.examples.shop.payment.PaymentService;
import dev.doppel.examples.shop.payment.StripeAnswer;
import java.io.IOException;

/** A payment-service that takes any answer of the provider for a yes. */
public final class IgnoresDecline extends PaymentService {
    public IgnoresDecline(Settings settings, Caller caller) {
        super(settings, caller);
    }

    public static void main(String[] args) throws IOException {
        Settings settings = Settings.ofEnvironment();
        Main.serve("payment-service", settings, new IgnoresDecline(settings, new Caller()).routes());
    }

    @Override
    protected Charge read(StripeAnswer answer) {
        return new Charge.Succeeded(answer.id());
    }
}
