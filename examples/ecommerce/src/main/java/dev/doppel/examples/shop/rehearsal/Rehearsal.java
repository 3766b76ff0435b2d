package dev.doppel.examples.shop.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.doppel.examples.shop.gateway.ApiGateway;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.HttpService;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Settings;
import dev.doppel.examples.shop.notification.NotificationService;
import dev.doppel.examples.shop.order.OrderService;
import dev.doppel.examples.shop.payment.PaymentService;
import dev.doppel.examples.shop.shipping.ShippingService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Plays a payment through all services in one JVM, with one loopback HTTPS server as everything outside, and ends. Meant for
 * {@code -XX:AOTCacheOutput}; see the script {@code build}. There is no database: order-service gets as far as its driver.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String EVERYTHING = JsonObject.of(
                    "id", "rehearsal",
                    "tracking_code", "0",
                    "order", JsonObject.of("id", 1, "status", "pending", "totalCents", 1, "currency", "usd"))
            .toString();

    private Rehearsal() {}

    /** @param args a PKCS12 file with a key for {@code localhost}, and its password */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        HttpsServer outside = outside(Path.of(args[0]), args[1].toCharArray());
        String address = "https://localhost:" + outside.getAddress().getPort();
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", "postgresql://nobody:nothing@127.0.0.1:1/none");
        for (String name : List.of("STRIPE", "EASYPOST", "SENDGRID", "TWILIO")) {
            environment.put(name + "_BASE_URL", address);
            environment.put(name + "_API_KEY", "none");
        }
        environment.put("TWILIO_ACCOUNT_SID", "none");
        environment.put("TWILIO_AUTH_TOKEN", "none");
        environment.put("ORDER_SERVICE_URL", address);
        Settings settings = new Settings(environment);
        Caller caller = new Caller();
        try (HttpService notification = new HttpService(0, new NotificationService(settings, caller).routes());
                HttpService payment = new HttpService(0, new PaymentService(settings, caller).routes());
                HttpService order = new HttpService(0, new OrderService(settings, caller).routes())) {
            environment.put("NOTIFICATION_SERVICE_URL", at(notification));
            environment.put("PAYMENT_SERVICE_URL", at(payment));
            Settings known = new Settings(environment);
            try (HttpService shipping = new HttpService(0, new ShippingService(known, caller).routes());
                    HttpService gateway = new HttpService(0, new ApiGateway(known, caller).routes())) {
                play(caller, gateway, order, shipping);
            }
        } finally {
            outside.stop(0);
        }
        System.exit(0);
    }

    private static void play(Caller caller, HttpService gateway, HttpService order, HttpService shipping) {
        JsonObject wanted =
                JsonObject.of("customerId", 1, "items", List.of(JsonObject.of("sku", "none", "quantity", 1)));
        JsonObject parcel = JsonObject.of("id", 1, "customer", customer(), "items", List.of());
        for (int i = 0; i < 3; i++) {
            call(caller, "POST", at(gateway) + "/v1/orders/1/pay", JsonObject.of("paymentMethod", "none"));
            call(caller, "POST", at(shipping) + "/v1/shipments", parcel);
            call(caller, "POST", at(order) + "/v1/orders", wanted);
            call(caller, "GET", at(order) + "/health", JsonObject.of());
        }
    }

    private static JsonObject customer() {
        return JsonObject.of("name", "none", "email", "none@shop.example", "phone", "+15550000000");
    }

    private static void call(Caller caller, String method, String url, JsonObject body) {
        try {
            System.out.println(method + " " + url + ": "
                    + caller.send(method, url, Map.of(), body, PATIENCE).status());
        } catch (CallFailed e) {
            System.out.println(e.getMessage());
        }
    }

    private static String at(HttpService service) {
        return "http://localhost:" + service.port();
    }

    private static HttpsServer outside(Path keys, char[] password) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(keys.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", Rehearsal::answer);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = EVERYTHING.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
