package dev.doppel.mock.webhook;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.WebhookIntent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of {@link WebhookIntent}s over HTTP/1.1: each after its delay, again after its pauses until one is answered with 2xx. At most
 * {@value #MOST_WAITING} deliveries wait or run at once and {@value #AT_ONCE} calls are under way; what comes on top is dropped and logged as
 * such. The newest {@value #LOGGED} deliveries are remembered. Redirects are not followed. Thread-safe; {@link #accept} never blocks.
 */
public final class WebhookDeliveries implements AutoCloseable {
    static final int MOST_WAITING = 2_000;
    static final int LOGGED = 1_000;
    static final int AT_ONCE = 16;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("twin-webhooks").daemon().factory());
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<WebhookReport> log = new ArrayDeque<>();
    private @Nullable HttpClient client;

    public WebhookDeliveries(Clock clock) {
        this.clock = clock;
    }

    /** Takes deliveries over. */
    public void accept(List<WebhookIntent> intents) {
        intents.forEach(this::accept);
    }

    private void accept(WebhookIntent intent) {
        WebhookReport report = new WebhookReport(intent, clock.instant());
        remember(report);
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            report.ended(WebhookReport.State.DROPPED);
            return;
        }
        plan(report, intent.delay());
    }

    private void plan(WebhookReport report, Duration pause) {
        report.due(clock.instant().plus(pause));
        timer.schedule(() -> callers.execute(() -> attempt(report)), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void attempt(WebhookReport report) {
        Instant at = clock.instant();
        long start = System.nanoTime();
        int status = 0;
        String error = null;
        slots.acquireUninterruptibly();
        try {
            status = call(report.intent(), at);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error = "the twin was stopped";
        } catch (java.io.IOException | IllegalArgumentException e) {
            error = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        } finally {
            slots.release();
        }
        report.attempted(at, status, error, (System.nanoTime() - start) / 1_000_000);
        List<Duration> pauses = report.intent().backoff();
        if (status >= 200 && status < 300) {
            end(report, WebhookReport.State.DELIVERED);
        } else if (report.attempts() <= pauses.size() && !timer.isShutdown()) {
            plan(report, pauses.get(report.attempts() - 1));
        } else {
            end(report, WebhookReport.State.FAILED);
        }
    }

    private int call(WebhookIntent intent, Instant at) throws java.io.IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(intent.url()))
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(intent.body()));
        Headers headers = intent.headersAt(at);
        headers.asMap().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return client().send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Made when the first delivery is due: most twins never need one. */
    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .executor(callers)
                    .build();
            client = known;
        }
        return known;
    }

    private void end(WebhookReport report, WebhookReport.State how) {
        waiting.decrementAndGet();
        report.ended(how);
    }

    private synchronized void remember(WebhookReport report) {
        log.addFirst(report);
        while (log.size() > LOGGED) {
            log.removeLast();
        }
    }

    /** Deliveries, newest first, each with its attempts. */
    public synchronized List<Map<String, Object>> all() {
        List<Map<String, Object>> out = new ArrayList<>();
        log.forEach(report -> out.add(report.asMap()));
        return out;
    }

    /** One delivery, or null. */
    public synchronized @Nullable Map<String, Object> find(String id) {
        return log.stream()
                .filter(report -> report.intent().id().equals(id))
                .findFirst()
                .map(WebhookReport::asMap)
                .orElse(null);
    }

    /** Makes a delivery's call again, at once and with the same body; false when it is not known any more. */
    public boolean redeliver(String id) {
        WebhookIntent intent;
        synchronized (this) {
            intent = log.stream()
                    .map(WebhookReport::intent)
                    .filter(known -> known.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }
        if (intent == null) {
            return false;
        }
        accept(new WebhookIntent(
                intent.id(),
                intent.event(),
                intent.url(),
                intent.body(),
                intent.contentType(),
                intent.signature(),
                Duration.ZERO,
                intent.backoff()));
        return true;
    }

    /** Forgets what has ended; returns how many. */
    public synchronized int forget() {
        int before = log.size();
        log.removeIf(report -> report.state() != WebhookReport.State.PENDING);
        return before - log.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        callers.shutdownNow();
        HttpClient known;
        synchronized (this) {
            known = client;
        }
        if (known != null) {
            known.shutdownNow();
        }
    }
}
