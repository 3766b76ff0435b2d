package dev.doppel.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.examples.shop.Outside.Call;
import dev.doppel.examples.shop.Outside.Stripe;
import dev.doppel.examples.shop.Shop.Answered;
import dev.doppel.examples.shop.broken.ChargesTwice;
import dev.doppel.examples.shop.broken.DecrementsStockFirst;
import dev.doppel.examples.shop.broken.IgnoresDecline;
import dev.doppel.examples.shop.broken.ShipsTooEarly;
import dev.doppel.examples.shop.http.Caller;
import dev.doppel.examples.shop.http.Json;
import dev.doppel.examples.shop.http.JsonObject;
import dev.doppel.examples.shop.http.Routes;
import dev.doppel.examples.shop.http.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop alone, without Doppel: real services, a real database, the outside stubbed on loopback. */
class ShopTest {
    private static TestPostgres postgres;

    private Outside outside;
    private Shop shop;

    @BeforeAll
    static void startPostgres() throws Exception {
        Path init = Path.of(System.getProperty("shop.root", "."), ".dokkimi", "ecommerce", "init");
        postgres = new TestPostgres(List.of(init.resolve("schema.sql"), init.resolve("seed.sql")));
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void openOutside() throws IOException {
        outside = new Outside();
    }

    @AfterEach
    void closeAll() {
        shop.close();
        outside.close();
    }

    private void open() throws IOException, SQLException {
        openWith(Map.of());
    }

    private void openWith(Map<String, BiFunction<Settings, Caller, Routes>> replaced) throws IOException, SQLException {
        shop = new Shop(postgres.copy(), outside, replaced);
    }

    private List<String> pathsTo(String... parts) {
        return outside.paths().stream()
                .filter(path -> Stream.of(parts).anyMatch(path::contains))
                .toList();
    }

    @Test
    void paidOrderIsChargedOnceThenShippedThenAnnounced() throws Exception {
        open();
        Answered created = shop.post(
                "/v1/orders",
                JsonObject.of(
                        "customerId",
                        1,
                        "items",
                        List.of(
                                JsonObject.of("sku", "WIDGET-001", "quantity", 1),
                                JsonObject.of("sku", "WIDGET-002", "quantity", 1))));
        assertThat(created.status()).isEqualTo(201);
        JsonObject order = created.body().object("order");
        assertThat(order.number("totalCents")).isEqualTo(2498);
        assertThat(shop.stock("WIDGET-001")).isEqualTo("50");

        Answered paid = shop.pay(order.number("id"));

        assertThat(paid.status()).isEqualTo(200);
        assertThat(paid.body().object("order").text("status")).isEqualTo("paid");
        assertThat(paid.body().object("shipment").text("trackingCode")).isEqualTo(Outside.TRACKING_CODE);
        assertThat(outside.paths())
                .containsExactly(
                        "/v1/charges", "/v2/shipments", "/v3/mail/send", "/2010-04-01/Accounts/AC123/Messages.json");
        Call charge = outside.calls("/v1/charges").getFirst();
        assertThat(charge.body()).startsWith("amount=2498&currency=usd&source=pm_test_visa&");
        assertThat(charge.header("Authorization")).isEqualTo("Bearer key-of-STRIPE");
        assertThat(charge.header("Idempotency-key")).startsWith("order-11-");
        Call mail = outside.calls("/v3/mail").getFirst();
        assertThat(mail.body()).contains("\"to\":[{\"email\":\"buyer@example.com\"");
        Call sms = outside.calls("Messages.json").getFirst();
        assertThat(sms.body()).startsWith("To=%2B15551234567&").contains(Outside.TRACKING_CODE);
        assertThat(shop.status(11)).isEqualTo("paid");
        assertThat(shop.stock("WIDGET-001")).isEqualTo("49");
    }

    @Test
    void declinedCardFailsTheOrderAndTouchesNothingElse() throws Exception {
        open();
        outside.stripe(Stripe.DECLINES);
        long order = shop.order("WIDGET-001");

        Answered refused = shop.pay(order);

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.body().text("error")).contains("declined");
        assertThat(outside.paths()).containsExactly("/v1/charges");
        assertThat(shop.status(order)).isEqualTo("payment_failed");
        assertThat(shop.stock("WIDGET-001")).isEqualTo("50");
    }

    @Test
    void anotherCardMayFollowADeclinedOneUnderANewKey() throws Exception {
        open();
        outside.stripe(Stripe.DECLINES);
        long order = shop.order("WIDGET-001");
        shop.pay(order);
        outside.stripe(Stripe.CHARGES);

        assertThat(shop.pay(order).status()).isEqualTo(200);
        assertThat(outside.calls("/v1/charges").stream().map(call -> call.header("Idempotency-key")))
                .doesNotHaveDuplicates();
    }

    @Test
    void rateLimitIsRetriedNoEarlierThanAllowedAndNotForEver() throws Exception {
        open();
        outside.stripe(Stripe.LIMITS);
        long order = shop.order("WIDGET-001");
        long start = System.nanoTime();

        Answered busy = shop.pay(order);

        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(2_000);
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.response().headers().firstValue("retry-after")).hasValue("1");
        assertThat(outside.calls("/v1/charges")).hasSize(3);
        assertThat(outside.calls("/v1/charges").stream()
                        .map(call -> call.header("Idempotency-key"))
                        .distinct())
                .hasSize(1);
        assertThat(shop.status(order)).isEqualTo("pending");
    }

    @Test
    void slowProviderIsAskedOnceAndTheWebhookSettlesIt() throws Exception {
        open();
        outside.stripe(Stripe.SLEEPS);
        long order = shop.order("WIDGET-001");

        Answered late = shop.pay(order);

        assertThat(late.status()).isEqualTo(504);
        assertThat(late.body().text("error")).contains("timed out");
        assertThat(shop.status(order)).isEqualTo("payment_pending");
        assertThat(shop.pay(order).status()).isEqualTo(409);
        assertThat(outside.paths()).containsExactly("/v1/charges");
        assertThat(shop.webhook("charge.succeeded", order).status()).isEqualTo(200);
        assertThat(shop.status(order)).isEqualTo("paid");
        assertThat(outside.calls("/v2/shipments")).hasSize(1);
    }

    @Test
    void secondClickWhileThePaymentRunsIsRefused() throws Exception {
        open();
        outside.stripe(Stripe.SLEEPS);
        long order = shop.order("WIDGET-001");
        FutureTask<Answered> first = new FutureTask<>(() -> shop.pay(order));
        Thread.ofVirtual().start(first);
        outside.awaitCall("/v1/charges");

        assertThat(shop.pay(order).status()).isEqualTo(409);

        assertThat(first.get().status()).isEqualTo(504);
        assertThat(outside.calls("/v1/charges")).hasSize(1);
    }

    @Test
    void providersOwnFailureLeavesThePaymentOpen() throws Exception {
        open();
        outside.stripe(Stripe.FAILS);
        long order = shop.order("WIDGET-001");

        assertThat(shop.pay(order).status()).isEqualTo(502);
        assertThat(shop.status(order)).isEqualTo("payment_pending");
    }

    @Test
    void moreThanTheStockIsRefused() throws Exception {
        open();
        Answered refused = shop.post(
                "/v1/orders",
                JsonObject.of("customerId", 1, "items", List.of(JsonObject.of("sku", "GADGET-001", "quantity", 10))));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().text("error")).contains("insufficient stock");
        assertThat(shop.stock("GADGET-001")).isEqualTo("5");
        assertThat(shop.query("SELECT count(*) FROM orders")).isEqualTo("0");
    }

    @Test
    void webhookPaysOnceHoweverOftenItComes() throws Exception {
        open();
        shop.query("INSERT INTO orders (id, customer_id, status, total_cents)"
                + " VALUES (100, 1, 'payment_pending', 2498) RETURNING id");
        shop.query("INSERT INTO order_items (order_id, product_id, quantity, unit_price_cents)"
                + " VALUES (100, 1, 1, 999), (100, 2, 1, 1499) RETURNING order_id");

        for (int i = 0; i < 2; i++) {
            assertThat(shop.webhook("charge.succeeded", 100).status()).isEqualTo(200);
        }

        assertThat(shop.status(100)).isEqualTo("paid");
        assertThat(shop.stock("WIDGET-001")).isEqualTo("49");
        assertThat(outside.paths()).hasSize(3).doesNotContain("/v1/charges");
    }

    @Test
    void webhookOfAFailedChargeFailsTheOrderButNeverAPaidOne() throws Exception {
        open();
        long order = shop.order("WIDGET-001");
        assertThat(shop.webhook("charge.failed", order).body().text("effect")).isEqualTo("payment_failed");
        assertThat(shop.status(order)).isEqualTo("payment_failed");

        shop.pay(order);
        assertThat(shop.webhook("charge.failed", order).body().text("effect")).isEqualTo("none");
        assertThat(shop.status(order)).isEqualTo("paid");
    }

    @Test
    void labelThatCannotBeBoughtLeavesTheOrderPaid() throws Exception {
        open();
        outside.easyPostStatus(500);
        long order = shop.order("WIDGET-001");

        Answered paid = shop.pay(order);

        assertThat(paid.status()).isEqualTo(200);
        assertThat(paid.body().object("shipment").text("error")).contains("EasyPost");
        assertThat(shop.status(order)).isEqualTo("paid");
        assertThat(pathsTo("mail", "Messages")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"customerId\":1}",
                "{\"customerId\":1,\"items\":[]}",
                "{\"customerId\":1,\"items\":[7]}",
                "{\"customerId\":1,\"items\":[{\"sku\":\"WIDGET-001\",\"quantity\":0}]}",
                "{\"customerId\":\"x\",\"items\":[{\"sku\":\"WIDGET-001\",\"quantity\":1}]}"
            })
    void ordersThatMakeNoSenseAreRefused(String body) throws Exception {
        open();
        JsonObject wanted = Json.read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(shop.post("/v1/orders", wanted).status()).isEqualTo(400);
    }

    @Test
    void everyServiceIsHealthyAndTheCatalogueIsShown() throws Exception {
        open();
        assertThat(shop.get("/health").status()).isEqualTo(200);
        assertThat(shop.get("/v1/products").body().objects("products")).hasSize(3);
        assertThat(shop.get("/v1/orders/999").status()).isEqualTo(404);
        assertThat(shop.get("/nowhere").status()).isEqualTo(404);
    }

    // The shop with one fault each: every fault must be visible from outside.

    @Test
    void brokenShopChargesTwice() throws Exception {
        openWith(Map.of("payment-service", (settings, caller) -> new ChargesTwice(settings, caller).routes()));
        assertThat(shop.pay(shop.order("WIDGET-001")).status()).isEqualTo(200);
        assertThat(outside.calls("/v1/charges")).hasSize(2);
    }

    @Test
    void brokenShopIgnoresTheDecline() throws Exception {
        openWith(Map.of("payment-service", (settings, caller) -> new IgnoresDecline(settings, caller).routes()));
        outside.stripe(Stripe.DECLINES);
        long order = shop.order("WIDGET-001");
        assertThat(shop.pay(order).status()).isEqualTo(200);
        assertThat(shop.status(order)).isEqualTo("paid");
    }

    @Test
    void brokenShopShipsTooEarly() throws Exception {
        openWith(Map.of("payment-service", (settings, caller) -> new ShipsTooEarly(settings, caller).routes()));
        assertThat(shop.pay(shop.order("WIDGET-001")).status()).isEqualTo(200);
        assertThat(pathsTo("/v1/charges", "/v2/shipments")).containsExactly("/v2/shipments", "/v1/charges");
    }

    @Test
    void brokenShopDecrementsStockFirst() throws Exception {
        openWith(Map.of("order-service", (settings, caller) -> new DecrementsStockFirst(settings, caller).routes()));
        outside.stripe(Stripe.DECLINES);
        long order = shop.order("WIDGET-001");
        assertThat(shop.pay(order).status()).isEqualTo(402);
        assertThat(shop.stock("WIDGET-001")).isEqualTo("49");
    }
}
