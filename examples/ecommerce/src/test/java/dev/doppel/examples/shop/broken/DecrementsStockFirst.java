package dev.doppel.examples.shop.broken;

import dev.doppel.examples.shop.Main;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.Settings;
import dev.doppel.examples.shop.order.OrderService;
import dev.doppel.examples.shop.order.OrderStatus;
import java.io.IOException;

/** An order-service that takes goods from stock when they are ordered, paid or not. */
public final class DecrementsStockFirst extends OrderService {
    public DecrementsStockFirst(Settings settings, Caller caller) {
        super(settings, caller);
    }

    public static void main(String[] args) throws IOException {
        Settings settings = Settings.ofEnvironment();
        Main.serve("order-service", settings, new DecrementsStockFirst(settings, new Caller()).routes());
    }

    @Override
    protected OrderStatus takesStockAt() {
        return OrderStatus.PENDING;
    }
}
