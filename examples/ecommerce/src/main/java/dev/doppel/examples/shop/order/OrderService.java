package dev.doppel.examples.shop.order;

import dev.doppel.examples.shop.http.Answer;
import dev.doppel.examples.shop.http.CallFailed;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.JsonException;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Log;
import dev.doppel.examples.shop.http.Refusal;
import dev.doppel.examples.shop.http.Reply;
import dev.doppel.examples.shop.http.Request;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes orders, keeps their status and the stock, and has paid orders shipped. */
public class OrderService {
    private static final Duration TO_SHIP = Duration.ofSeconds(15);
    private static final int MAX_LINES = 100;
    private static final int MAX_QUANTITY = 1000;

    private final Database database;
    private final Caller caller;
    private final String shipping;

    public OrderService(Settings settings, Caller caller) {
        this.database = new Database(settings.required("DATABASE_URL"));
        this.caller = caller;
        this.shipping = settings.address("SHIPPING_SERVICE_URL", "http://shipping-service");
    }

    public final Routes routes() {
        return new Routes()
                .on("GET", "/health", request -> health())
                .on("GET", "/v1/products", request -> products())
                .on("POST", "/v1/orders", this::create)
                .on("GET", "/v1/orders/{id}", this::show)
                .on("PATCH", "/v1/orders/{id}", this::change);
    }

    /** The status on whose arrival an order's goods leave the stock. */
    protected OrderStatus takesStockAt() {
        return OrderStatus.PAID;
    }

    private Reply health() {
        try {
            database.check();
            return Reply.json(200, JsonObject.of("status", "ok"));
        } catch (SQLException e) {
            return Reply.error(503, "database: " + e.getMessage());
        }
    }

    private Reply products() throws SQLException {
        return Reply.json(200, JsonObject.of("products", database.transaction(OrderStore::products)));
    }

    private Reply create(Request request) throws SQLException {
        JsonObject wanted = request.json();
        long customer = wanted.number("customerId");
        Map<String, Integer> quantities = quantities(wanted.objects("items"));
        Order order = database.transaction(connection -> {
            Order inserted = OrderStore.insert(connection, customer, quantities);
            arrived(connection, inserted);
            return inserted;
        });
        Log.info("order " + order.id() + ": created, " + order.totalCents() + " cents");
        return Reply.json(201, JsonObject.of("order", order.json()));
    }

    private Reply show(Request request) throws SQLException {
        long id = request.id("id");
        Order order = database.transaction(connection -> OrderStore.find(connection, id))
                .orElseThrow(() -> new Refusal(404, "no order " + id));
        return Reply.json(200, JsonObject.of("order", order.json()));
    }

    private Reply change(Request request) throws SQLException {
        long id = request.id("id");
        OrderStatus next = OrderStatus.of(request.json().text("status"));
        Change change = database.transaction(connection -> change(connection, id, next));
        JsonObject answer = JsonObject.of("order", change.order().json());
        if (!change.happened()) {
            return Reply.json(200, answer);
        }
        Log.info("order " + id + ": " + next.word());
        if (next != OrderStatus.PAID) {
            return Reply.json(200, answer);
        }
        // The money is taken and the order says so; a label that cannot be had now must not undo either.
        return Reply.json(200, answer.with("shipment", ship(change.order())));
    }

    private record Change(Order order, boolean happened) {}

    /** A status told twice changes nothing: payment answer and webhook often both bring it. */
    private Change change(Connection connection, long id, OrderStatus next) throws SQLException {
        OrderStatus now = OrderStore.lock(connection, id).orElseThrow(() -> new Refusal(404, "no order " + id));
        if (now != next && !now.mayBecome(next)) {
            throw new Refusal(409, "order " + id + " is " + now.word() + " and cannot become " + next.word());
        }
        if (now != next) {
            OrderStore.setStatus(connection, id, next);
        }
        Order order = OrderStore.find(connection, id).orElseThrow();
        if (now != next) {
            arrived(connection, order);
        }
        return new Change(order, now != next);
    }

    private void arrived(Connection connection, Order order) throws SQLException {
        if (order.status() == takesStockAt()) {
            OrderStore.takeFromStock(connection, order);
        }
    }

    private JsonObject ship(Order order) {
        Optional<String> failure;
        try {
            Answer answer = caller.send("POST", shipping + "/v1/shipments", Map.of(), order.json(), TO_SHIP);
            if (answer.succeeded()) {
                return answer.json().find("shipment").orElse(JsonObject.of());
            }
            failure = Optional.of(answer.error());
        } catch (CallFailed e) {
            failure = Optional.ofNullable(e.getMessage());
        }
        Log.warn("order " + order.id() + ": paid but not shipped: " + failure.orElse("unknown"));
        return JsonObject.of("error", failure.orElse("unknown"));
    }

    private static Map<String, Integer> quantities(List<JsonObject> items) {
        if (items.isEmpty() || items.size() > MAX_LINES) {
            throw new JsonException("items must hold 1 to " + MAX_LINES + " entries");
        }
        Map<String, Integer> quantities = new LinkedHashMap<>();
        for (JsonObject item : items) {
            long quantity = item.number("quantity");
            if (quantity < 1 || quantity > MAX_QUANTITY) {
                throw new JsonException("quantity must be 1 to " + MAX_QUANTITY);
            }
            quantities.merge(item.text("sku"), (int) quantity, Integer::sum);
        }
        return quantities;
    }
}
