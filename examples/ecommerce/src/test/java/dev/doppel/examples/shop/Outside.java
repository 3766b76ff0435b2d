package dev.doppel.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Stripe, EasyPost, SendGrid and Twilio on one loopback port, told apart by path. Records what it is asked. */
final class Outside implements AutoCloseable {
    static final String TRACKING_CODE = "9400111899223456789012";

    /** One call that the shop made. */
    record Call(String method, String path, Map<String, List<String>> headers, String body) {
        boolean to(String part) {
            return path.contains(part);
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** What Stripe says, and after how long. */
    record Stripe(int status, String body, long delayMillis, int retryAfter) {
        static final Stripe CHARGES = new Stripe(200, "{\"id\":\"ch_test_123\",\"status\":\"succeeded\"}", 0, 0);
        static final Stripe DECLINES =
                new Stripe(402, "{\"error\":{\"type\":\"card_error\",\"message\":\"Your card was declined.\"}}", 0, 0);
        static final Stripe LIMITS =
                new Stripe(429, "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down.\"}}", 0, 1);
        static final Stripe SLEEPS = new Stripe(200, CHARGES.body(), 1_500, 0);
        static final Stripe FAILS = new Stripe(500, "{\"error\":{\"message\":\"Our fault.\"}}", 0, 0);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private volatile Stripe stripe = Stripe.CHARGES;
    private volatile int easyPostStatus = 201;

    Outside() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void stripe(Stripe next) {
        stripe = next;
    }

    void easyPostStatus(int status) {
        easyPostStatus = status;
    }

    List<Call> calls(String part) {
        return calls.stream().filter(call -> call.to(part)).toList();
    }

    /** Returns once a call whose path holds the part has come; gives up after ten seconds. */
    void awaitCall(String part) {
        for (long end = System.nanoTime() + 10_000_000_000L; calls(part).isEmpty(); ) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no call to " + part);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    List<String> paths() {
        return calls.stream().map(Call::path).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(exchange.getRequestMethod(), path, Map.copyOf(exchange.getRequestHeaders()), body));
            if (path.equals("/v1/charges")) {
                Stripe now = stripe;
                sleep(now.delayMillis());
                if (now.retryAfter() > 0) {
                    exchange.getResponseHeaders().set("retry-after", Integer.toString(now.retryAfter()));
                }
                send(exchange, now.status(), now.body());
            } else if (path.equals("/v2/shipments")) {
                send(exchange, easyPostStatus, "{\"id\":\"shp_1\",\"tracking_code\":\"" + TRACKING_CODE + "\"}");
            } else if (path.equals("/v3/mail/send")) {
                send(exchange, 202, "{}");
            } else {
                send(exchange, 201, "{\"sid\":\"SM1\"}");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A slow provider is slow by the clock: there is nothing else to wait for. */
    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
