package dev.doppel.mock.serve;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.matching.mock.RequestBody;
import dev.doppel.mock.capture.PendingCall;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import dev.doppel.mock.select.CallHead;
import dev.doppel.twin.http.WebhookIntent;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that twins of one environment have promised (twin spec 11.6), as if the twin were an item that calls: numbered, routed,
 * forwarded and recorded like any other call, with the twin as its origin. One event loop does it all; thread-safe.
 *
 * <pre>
 * promised (holds quiet) -> begun -> pending until due -> attempt (an exchange) -> 2xx: over
 *                                          ^                                    \-> else, retries left
 *                                          +-------- back-off -------------------+
 * </pre>
 *
 * The first attempts of the calls that one answer promised are made one after the other, each when the one before has ended.
 */
public final class Webhooks implements AutoCloseable {
    private static final ListenerSpec NO_LISTENER = new ListenerSpec(ListenerSpec.Role.OUTSIDE, null, "", 0, null);

    private final Serving serving;
    private final EventLoop loop;
    private final Set<PendingCall> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Webhooks(Serving serving, EventLoop loop) {
        this.serving = serving;
        this.loop = loop;
    }

    /** Takes calls on before the answer that promises them is out; from now on they are pending. */
    public Promised promise(String twin, List<WebhookIntent> intents) {
        List<Delivery> deliveries = new ArrayList<>();
        for (WebhookIntent intent : intents) {
            deliveries.add(new Delivery(twin, intent));
        }
        for (int i = 0; i + 1 < deliveries.size(); i++) {
            deliveries.get(i).next = deliveries.get(i + 1);
        }
        return new Promised(deliveries);
    }

    /** Calls that are due once their answer is out. */
    public static final class Promised {
        private final List<Delivery> deliveries;

        private Promised(List<Delivery> deliveries) {
            this.deliveries = deliveries;
        }

        /** The answer is out: delays run from here. */
        public void begin() {
            if (!deliveries.isEmpty()) {
                deliveries.getFirst().begin();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        pending.forEach(PendingCall::close);
    }

    private final class Delivery {
        private final String twin;
        private final WebhookIntent intent;
        private PendingCall waiting;
        private int attempts;

        @Nullable
        Delivery next;

        Delivery(String twin, WebhookIntent intent) {
            this.twin = twin;
            this.intent = intent;
            this.waiting = pendingIn(intent.delay().toNanos());
        }

        private PendingCall pendingIn(long nanos) {
            PendingCall call = serving.log().pending(System.nanoTime() + nanos);
            pending.add(call);
            return call;
        }

        void begin() {
            schedule(intent.delay().toNanos());
        }

        private void schedule(long nanos) {
            waiting.due(System.nanoTime() + nanos);
            loop.schedule(this::attempt, nanos, TimeUnit.NANOSECONDS);
        }

        private void attempt() {
            if (closed) {
                return;
            }
            attempts++;
            try {
                send();
            } catch (RequestTarget.BadRequest | IllegalArgumentException e) {
                serving.log()
                        .diagnose(
                                Diagnostic.Kind.MALFORMED,
                                twin,
                                null,
                                "the webhook " + intent.event() + " cannot be sent to " + intent.url() + ": "
                                        + e.getMessage());
                settle();
                proceed();
            }
        }

        private void send() throws RequestTarget.BadRequest {
            Instant now = serving.clock().instant();
            HttpHeaders headers = new DefaultHttpHeaders();
            intent.headersAt(now).asMap().forEach((name, values) -> headers.set(name, values));
            DefaultHttpRequest message =
                    new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, intent.url(), headers);
            RequestTarget target = RequestTarget.of(message);
            String scheme = intent.url().toLowerCase(Locale.ROOT).startsWith("https:") ? "https" : "http";
            int port = target.port() >= 0 ? target.port() : scheme.equals("https") ? 443 : 80;
            headers.set(HttpHeaderNames.HOST, target.port() >= 0 ? target.host() + ":" + port : target.host());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, intent.body().length);
            CallHead head = new CallHead(twin, "POST", scheme, target.host(), port, target.path());
            RawBody body = new RawBody(
                    serving.snapshot().state().captureBytes(), serving.log().bodies());
            RawExchange.RawRequest raw = new RawExchange.RawRequest(
                    twin,
                    target.host(),
                    serving.snapshot().item(target.host()) != null,
                    "POST",
                    scheme,
                    target.host(),
                    port,
                    target.path(),
                    target.query(),
                    "1.1",
                    new RawHeaders(headers, null),
                    body,
                    now,
                    null);
            Caller caller = new Caller(serving, NO_LISTENER, twin, scheme.equals("https"), null, false);
            Call call = new Call(caller, head, message, raw);
            serving.log().arrived(call);
            settle();
            AnswerTaker taker = new AnswerTaker(loop, this::ended);
            Answer answer = Answers.of(
                    serving.snapshot().route(head, () -> new RequestBody(intent.body(), intent.contentType(), null)),
                    call,
                    taker);
            taker.answeredBy(answer);
            answer.begin();
            body.add(Unpooled.wrappedBuffer(intent.body()));
            answer.content(Unpooled.wrappedBuffer(intent.body()));
            answer.end(EmptyHttpHeaders.INSTANCE);
        }

        private void settle() {
            waiting.close();
            pending.remove(waiting);
        }

        /** @param status of the answer, 0 when there was none */
        private void ended(int status) {
            boolean taken = status >= 200 && status < 300;
            if (!taken && !closed && attempts <= intent.backoff().size()) {
                long pause = intent.backoff().get(attempts - 1).toNanos();
                waiting = pendingIn(pause);
                schedule(pause);
            }
            proceed();
        }

        private void proceed() {
            Delivery after = next;
            next = null;
            if (after != null) {
                after.begin();
            }
        }
    }
}
