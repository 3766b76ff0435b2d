package dev.doppel.mock.alone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.doppel.mock.ca.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An API that somebody records: over HTTP and, with a certificate of its own authority, over HTTPS. The owner closes. */
final class RealApi implements AutoCloseable {
    private final HttpServer http;
    private final HttpsServer https;
    private final CertificateAuthority authority;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch rest = new CountDownLatch(1);

    RealApi(Path folder) throws Exception {
        authority = CertificateAuthority.open(folder, Clock.systemUTC());
        CertificateAuthority.Leaf leaf = authority.issue(List.of("localhost"), List.of("127.0.0.1"));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("api", leaf.key(), new char[0], new Certificate[] {leaf.certificate(), leaf.issuer()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        https = HttpsServer.create(any, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        http = HttpServer.create(any, 0);
        for (HttpServer server : List.of(http, https)) {
            server.setExecutor(threads);
            server.createContext("/", closing(this::answer));
            server.createContext("/events", closing(this::events));
            server.start();
        }
    }

    private static HttpHandler closing(HttpHandler handler) {
        return exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        byte[] body = ("{\"id\":\"" + path.substring(path.lastIndexOf('/') + 1) + "\",\"got\":" + sent.length
                        + ",\"host\":\"" + exchange.getRequestHeaders().getFirst("Host") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        exchange.getResponseHeaders().set("X-Kept", "yes");
        exchange.sendResponseHeaders(path.endsWith("/none") ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** One event; the second only after {@link #goOn}. */
    private void events(HttpExchange exchange) throws IOException {
        CountDownLatch waiting = rest;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("data: {\"n\":1}\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            if (!waiting.await(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write("data: {\"n\":2}\n\n".getBytes(StandardCharsets.UTF_8));
    }

    boolean waits() {
        return rest.getCount() > 0;
    }

    void goOn() {
        rest.countDown();
    }

    void waitAgain() {
        goOn();
        rest = new CountDownLatch(1);
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    String secureUrl() {
        return "https://localhost:" + https.getAddress().getPort();
    }

    int securePort() {
        return https.getAddress().getPort();
    }

    /** What it is to be trusted by. */
    String pem() {
        return authority.pem();
    }

    @Override
    public void close() {
        goOn();
        http.stop(0);
        https.stop(0);
        threads.close();
    }
}
