package dev.doppel.examples.shop;

import dev.doppel.examples.shop.gateway.ApiGateway;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.HttpService;
import dev.doppel.examples.shop.http.Log;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import dev.doppel.examples.shop.notification.NotificationService;
import dev.doppel.examples.shop.order.OrderService;
import dev.doppel.examples.shop.payment.PaymentService;
import dev.doppel.examples.shop.shipping.ShippingService;
import java.io.IOException;

/** Starts the service that its one argument names, on {@code PORT} (8080). */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: example-shop "
                    + "api-gateway|order-service|payment-service|shipping-service|notification-service");
            System.exit(2);
        }
        Settings settings = Settings.ofEnvironment();
        serve(args[0], settings, routes(args[0], settings, new Caller()));
    }

    /** @throws IllegalArgumentException for a name that no service has */
    public static Routes routes(String service, Settings settings, Caller caller) {
        return switch (service) {
            case "api-gateway" -> new ApiGateway(settings, caller).routes();
            case "order-service" -> new OrderService(settings, caller).routes();
            case "payment-service" -> new PaymentService(settings, caller).routes();
            case "shipping-service" -> new ShippingService(settings, caller).routes();
            case "notification-service" -> new NotificationService(settings, caller).routes();
            default -> throw new IllegalArgumentException("no service is called " + service);
        };
    }

    /** Serves until the process is ended. */
    @SuppressWarnings("resource")
    public static void serve(String service, Settings settings, Routes routes) throws IOException {
        HttpService server = new HttpService(settings.number("PORT", 8080), routes);
        Log.info(service + " listens on port " + server.port());
    }
}
