package dev.doppel.mock.recording;

import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.standing.TwinServer;
import dev.doppel.mock.transport.Transport;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.record.Exchange;
import dev.doppel.twin.record.Recorder;
import dev.doppel.twin.record.Recordings;
import dev.doppel.twin.record.Redaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Listens on this machine, forwards every request to one target, answers what the target answers, and hands each exchange, cleaned, to
 * {@link Recordings}. Bodies are held whole (requests of more than 10 MiB are refused). Redirects are passed on, those to the target turned
 * back to the proxy. Thread-safe.
 */
final class RecordingProxy implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(120);
    private static final long MOST = 10L << 20;
    private static final Set<String> OWN = Set.of(
            "connection",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "host",
            "expect",
            "http2-settings",
            "accept-encoding");

    private final URI target;
    private final Recorder recorder;
    private final Recordings recordings;
    private final Clock clock;
    private final HttpClient client;
    private final Transport transport;
    private final TwinServer server;

    private RecordingProxy(Upstream upstream, Redaction rules, Recordings recordings, Clock clock, int port)
            throws IOException {
        this.target = upstream.target();
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(upstream.tls())
                .build();
        this.recorder = new Recorder(rules);
        this.recordings = recordings;
        this.clock = clock;
        this.transport = Transport.start(2);
        try {
            this.server = TwinServer.start(
                    transport,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    handler(),
                    calls -> {},
                    null);
        } catch (IOException e) {
            transport.close();
            throw e;
        }
    }

    /**
     * Starts it; connections are taken when it returns.
     *
     * @param port 0 for any free one
     */
    static RecordingProxy start(Upstream upstream, Redaction rules, Recordings recordings, Clock clock, int port)
            throws IOException {
        return new RecordingProxy(upstream, rules, recordings, clock, port);
    }

    int port() {
        return server.address().getPort();
    }

    private TwinHandler handler() {
        return new TwinHandler() {
            @Override
            public TwinResponse handle(TwinRequest request) {
                return forwarded(request);
            }

            @Override
            public long bodyLimit() {
                return MOST;
            }
        };
    }

    private TwinResponse forwarded(TwinRequest request) {
        if (request.body().length > MOST) {
            return problem(413, "body_too_large", "the proxy forwards bodies of at most " + MOST + " bytes");
        }
        Instant at = clock.instant();
        long start = System.nanoTime();
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(outgoing(request), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | IllegalArgumentException e) {
            return problem(502, "target_unreachable", target + " did not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem(502, "target_unreachable", "the proxy was stopped");
        }
        Headers headers = new Headers();
        answer.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> headers.add(name, home(name, value)));
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        recordings.add(recorder.capture(
                new Exchange(at, took, target.getHost(), request, answer.statusCode(), headers, answer.body())));
        return new TwinResponse(answer.statusCode(), headers, answer.body());
    }

    private HttpRequest outgoing(TwinRequest request) {
        String base = target.toString();
        String whole = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + request.target();
        HttpRequest.Builder out = HttpRequest.newBuilder(URI.create(whole))
                .timeout(ANSWER)
                .method(
                        request.method(),
                        request.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().asMap().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> out.header(name, value));
            }
        });
        String encodings = request.headers().first("Accept-Encoding");
        out.header("Accept-Encoding", encodings != null && encodings.contains("gzip") ? "gzip" : "identity");
        return out.build();
    }

    /** A redirect to the target leads back here. */
    private String home(String name, String value) {
        String origin = target.getScheme() + "://" + target.getRawAuthority();
        return name.equalsIgnoreCase("location") && value.startsWith(origin + "/")
                ? "http://localhost:" + port() + value.substring(origin.length())
                : value;
    }

    private static TwinResponse problem(int status, String error, String message) {
        return TwinResponse.json(status, Map.of("error", error, "message", message));
    }

    @Override
    public void close() {
        server.close();
        client.close();
        transport.close();
    }
}
