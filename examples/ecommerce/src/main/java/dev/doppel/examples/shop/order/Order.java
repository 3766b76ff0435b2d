package dev.doppel.examples.shop.order;

import dev.doppel.examples.shop.http.JsonObject;
import java.util.List;
import java.util.Optional;

/** An order as stored. Money in US cents. */
public record Order(long id, OrderStatus status, long totalCents, Customer customer, List<Line> lines) {
    public Order {
        lines = List.copyOf(lines);
    }

    /** Who ordered; not everyone gave a telephone number. */
    public record Customer(String name, String email, Optional<String> phone) {}

    /** So many of one product at the price of the day. */
    public record Line(long productId, String sku, int quantity, int unitPriceCents) {}

    JsonObject json() {
        return JsonObject.of(
                "id",
                id,
                "status",
                status.word(),
                "totalCents",
                totalCents,
                "currency",
                "usd",
                "customer",
                customerJson(),
                "items",
                lines.stream().map(Order::json).toList());
    }

    private JsonObject customerJson() {
        JsonObject json = JsonObject.of("name", customer.name(), "email", customer.email());
        return customer.phone().map(phone -> json.with("phone", phone)).orElse(json);
    }

    private static JsonObject json(Line line) {
        return JsonObject.of("sku", line.sku(), "quantity", line.quantity(), "unitPriceCents", line.unitPriceCents());
    }
}
