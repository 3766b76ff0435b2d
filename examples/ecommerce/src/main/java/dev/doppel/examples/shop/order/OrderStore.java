package dev.doppel.examples.shop.order;

import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Refusal;
import dev.doppel.examples.shop.order.Order.Customer;
import dev.doppel.examples.shop.order.Order.Line;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements; each method works inside the caller's transaction. */
final class OrderStore {
    private OrderStore() {}

    /** @throws Refusal 422 for an unknown customer or article, 409 when an article has not enough in stock */
    static Order insert(Connection connection, long customerId, Map<String, Integer> quantities) throws SQLException {
        Customer customer =
                customer(connection, customerId).orElseThrow(() -> new Refusal(422, "no customer " + customerId));
        List<Line> lines = new ArrayList<>();
        long total = 0;
        for (Map.Entry<String, Integer> wanted : quantities.entrySet()) {
            Line line = line(connection, wanted.getKey(), wanted.getValue());
            lines.add(line);
            total += (long) line.quantity() * line.unitPriceCents();
        }
        if (total > Integer.MAX_VALUE) {
            throw new Refusal(422, "an order may not exceed " + Integer.MAX_VALUE + " cents");
        }
        long id = insertOrder(connection, customerId, total);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO order_items (order_id, product_id, quantity, unit_price_cents) VALUES (?, ?, ?, ?)")) {
            for (Line line : lines) {
                insert.setLong(1, id);
                insert.setLong(2, line.productId());
                insert.setInt(3, line.quantity());
                insert.setInt(4, line.unitPriceCents());
                insert.executeUpdate();
            }
        }
        return new Order(id, OrderStatus.PENDING, total, customer, lines);
    }

    static Optional<Order> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT o.status, o.total_cents, c.name, c.email, c.phone"
                        + " FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = ?")) {
            select.setLong(1, id);
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(new Order(
                    id,
                    OrderStatus.of(row.getString(1)),
                    row.getLong(2),
                    new Customer(row.getString(3), row.getString(4), Optional.ofNullable(row.getString(5))),
                    lines(connection, id)));
        }
    }

    /** Reads the status and keeps the order from changing until the transaction ends. */
    static Optional<OrderStatus> lock(Connection connection, long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT status FROM orders WHERE id = ? FOR UPDATE")) {
            select.setLong(1, id);
            ResultSet row = select.executeQuery();
            return row.next() ? Optional.of(OrderStatus.of(row.getString(1))) : Optional.empty();
        }
    }

    static void setStatus(Connection connection, long id, OrderStatus status) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE orders SET status = ? WHERE id = ?")) {
            update.setString(1, status.word());
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    /** May go below zero: what was paid while the last piece went elsewhere is on back order, not refused. */
    static void takeFromStock(Connection connection, Order order) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE products SET stock = stock - ? WHERE id = ?")) {
            for (Line line : order.lines()) {
                update.setInt(1, line.quantity());
                update.setLong(2, line.productId());
                update.executeUpdate();
            }
        }
    }

    static List<JsonObject> products(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT sku, name, price_cents, stock FROM products ORDER BY sku")) {
            ResultSet row = select.executeQuery();
            List<JsonObject> products = new ArrayList<>();
            while (row.next()) {
                products.add(JsonObject.of(
                        "sku", row.getString(1),
                        "name", row.getString(2),
                        "priceCents", row.getInt(3),
                        "stock", row.getInt(4)));
            }
            return products;
        }
    }

    private static long insertOrder(Connection connection, long customerId, long total) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO orders (customer_id, status, total_cents) VALUES (?, 'pending', ?) RETURNING id")) {
            insert.setLong(1, customerId);
            insert.setLong(2, total);
            ResultSet row = insert.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    private static Optional<Customer> customer(Connection connection, long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT name, email, phone FROM customers WHERE id = ?")) {
            select.setLong(1, id);
            ResultSet row = select.executeQuery();
            return row.next()
                    ? Optional.of(
                            new Customer(row.getString(1), row.getString(2), Optional.ofNullable(row.getString(3))))
                    : Optional.empty();
        }
    }

    private static Line line(Connection connection, String sku, int quantity) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, price_cents, stock FROM products WHERE sku = ?")) {
            select.setString(1, sku);
            ResultSet row = select.executeQuery();
            if (!row.next()) {
                throw new Refusal(422, "no product " + sku);
            }
            int stock = row.getInt(3);
            if (stock < quantity) {
                throw new Refusal(
                        409, "insufficient stock of " + sku + ": " + quantity + " wanted, " + stock + " left");
            }
            return new Line(row.getLong(1), sku, quantity, row.getInt(2));
        }
    }

    private static List<Line> lines(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT p.id, p.sku, i.quantity, i.unit_price_cents"
                + " FROM order_items i JOIN products p ON p.id = i.product_id WHERE i.order_id = ? ORDER BY p.id")) {
            select.setLong(1, id);
            ResultSet row = select.executeQuery();
            List<Line> lines = new ArrayList<>();
            while (row.next()) {
                lines.add(new Line(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4)));
            }
            return lines;
        }
    }
}
