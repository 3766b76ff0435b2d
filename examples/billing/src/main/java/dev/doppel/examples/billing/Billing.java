package dev.doppel.examples.billing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Subscribers pay by card; Stripe reports what happens to customers. Port 8080. */
public final class Billing {
    private final StripeClient stripe;
    private final String webhookSecret;

    private Billing(StripeClient stripe, String webhookSecret) {
        this.stripe = stripe;
        this.webhookSecret = webhookSecret;
    }

    /** Starts it; STRIPE_API_KEY and STRIPE_WEBHOOK_SECRET come from the environment. */
    public static void main(String... arguments) throws IOException {
        Billing billing =
                new Billing(new StripeClient(System.getenv("STRIPE_API_KEY")), System.getenv("STRIPE_WEBHOOK_SECRET"));
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> answer(exchange, 200, new JsonObject()));
        server.createContext("/v1/subscribers", billing::subscribers);
        server.createContext("/webhooks/stripe", billing::webhook);
        server.start();
    }

    private void subscribers(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestMethod().equals("GET")) {
                count(exchange);
            } else {
                subscribe(exchange);
            }
        } catch (CardException e) {
            JsonObject body = new JsonObject();
            body.addProperty("code", e.getCode());
            body.addProperty("declineCode", e.getDeclineCode());
            body.addProperty("message", e.getUserMessage());
            answer(exchange, 402, body);
        } catch (StripeException e) {
            JsonObject body = new JsonObject();
            body.addProperty("message", e.getClass().getSimpleName() + ": " + e.getMessage());
            answer(exchange, 502, body);
        }
    }

    private void count(HttpExchange exchange) throws IOException, StripeException {
        int count = 0;
        for (Customer customer : stripe.customers()
                .list(CustomerListParams.builder().setLimit(2L).build())
                .autoPagingIterable()) {
            count += customer.getId().startsWith("cus_") ? 1 : 0;
        }
        JsonObject body = new JsonObject();
        body.addProperty("count", count);
        answer(exchange, 200, body);
    }

    private void subscribe(HttpExchange exchange) throws IOException, StripeException {
        JsonObject wanted = JsonParser.parseString(text(exchange)).getAsJsonObject();
        Customer customer = stripe.customers()
                .create(CustomerCreateParams.builder()
                        .setEmail(wanted.get("email").getAsString())
                        .setName(wanted.get("name").getAsString())
                        .build());
        PaymentIntent intent = stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(wanted.get("amount").getAsLong())
                        .setCurrency("usd")
                        .setCustomer(customer.getId())
                        .addPaymentMethodType("card")
                        .build());
        PaymentIntent paid = stripe.paymentIntents()
                .confirm(
                        intent.getId(),
                        com.stripe.param.PaymentIntentConfirmParams.builder()
                                .setPaymentMethod(wanted.get("paymentMethod").getAsString())
                                .build());
        JsonObject body = new JsonObject();
        body.addProperty("customer", customer.getId());
        body.addProperty("payment", paid.getId());
        body.addProperty("status", paid.getStatus());
        answer(exchange, 201, body);
    }

    /** What Stripe has signed is taken, anything else refused: by the SDK's own verification. */
    private void webhook(HttpExchange exchange) throws IOException {
        String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
        JsonObject body = new JsonObject();
        try {
            Event event = Webhook.constructEvent(text(exchange), signature == null ? "" : signature, webhookSecret);
            System.out.println("verified " + event.getType());
            body.addProperty("verified", event.getType());
            answer(exchange, 200, body);
        } catch (SignatureVerificationException e) {
            body.addProperty("message", e.getMessage());
            answer(exchange, 400, body);
        }
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(1 << 20), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
