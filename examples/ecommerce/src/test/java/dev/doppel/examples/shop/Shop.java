package dev.doppel.examples.shop;

import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.HttpService;
import dev.doppel.examples.shop.http.Json;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The five services on loopback ports, with a database and an outside world; some may be replaced by broken ones. */
final class Shop implements AutoCloseable {
    record Answered(int status, JsonObject body, HttpResponse<byte[]> response) {}

    private final Deque<HttpService> services = new ArrayDeque<>();
    private final Map<String, String> environment = new HashMap<>();
    private final String database;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param replaced services to start otherwise than {@link Main} would, by name */
    Shop(String database, Outside outside, Map<String, BiFunction<Settings, Caller, Routes>> replaced)
            throws IOException {
        this.database = database;
        environment.put("DATABASE_URL", database);
        environment.put("PAYMENT_TIMEOUT_MS", "700");
        for (String provider : List.of("STRIPE", "EASYPOST", "SENDGRID", "TWILIO")) {
            environment.put(provider + "_BASE_URL", outside.address());
            environment.put(provider + "_API_KEY", "key-of-" + provider);
        }
        environment.put("TWILIO_ACCOUNT_SID", "AC123");
        environment.put("TWILIO_AUTH_TOKEN", "token");
        // Each before those that call it.
        for (String name : List.of(
                "notification-service", "shipping-service", "order-service", "payment-service", "api-gateway")) {
            Settings settings = new Settings(environment);
            Routes routes = replaced.containsKey(name)
                    ? replaced.get(name).apply(settings, new Caller())
                    : Main.routes(name, settings, new Caller());
            HttpService service = new HttpService(0, routes);
            services.push(service);
            environment.put(
                    name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL", "http://127.0.0.1:" + service.port());
        }
    }

    String address(String service) {
        return environment.get(service.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL");
    }

    Answered get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address("api-gateway") + path)));
    }

    Answered post(String path, JsonObject body) throws IOException, InterruptedException {
        return post("api-gateway", path, body);
    }

    Answered post(String service, String path, JsonObject body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(service) + path))
                .POST(BodyPublishers.ofString(body.toString()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Orders one blue widget and, where asked, one red one; gives the order's id. */
    long order(String... skus) throws IOException, InterruptedException {
        List<JsonObject> items = Arrays.stream(skus)
                .map(sku -> JsonObject.of("sku", sku, "quantity", 1))
                .toList();
        return post("/v1/orders", JsonObject.of("customerId", 1, "items", items))
                .body()
                .object("order")
                .number("id");
    }

    Answered pay(long order) throws IOException, InterruptedException {
        return post("/v1/orders/" + order + "/pay", JsonObject.of("paymentMethod", "pm_test_visa"));
    }

    Answered webhook(String type, long order) throws IOException, InterruptedException {
        JsonObject charge =
                JsonObject.of("id", "ch_test_123", "metadata", JsonObject.of("order_id", Long.toString(order)));
        JsonObject event = JsonObject.of("id", "evt_1", "type", type, "data", JsonObject.of("object", charge));
        return post("payment-service", "/webhooks/stripe", event, "stripe-signature", "whsec_test");
    }

    /** The first column of the first row, as text. */
    String query(String sql) throws SQLException {
        try (Connection connection = TestPostgres.open(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    String status(long order) throws SQLException {
        return query("SELECT status FROM orders WHERE id = " + order);
    }

    String stock(String sku) throws SQLException {
        return query("SELECT stock FROM products WHERE sku = '" + sku + "'");
    }

    @Override
    public void close() {
        client.close();
        services.forEach(HttpService::close);
    }

    private Answered send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Answered(response.statusCode(), Json.read(response.body()), response);
    }
}
