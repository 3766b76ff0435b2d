package dev.doppel.runner.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.InFlight;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.contract.request.TwinTable;
import dev.doppel.matching.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What mock-svc and scheduler-svc are to a runner, for one attempt: a RUNNER listener on loopback behind which a script plays the services,
 * and the two sequences with marks and barriers as the architecture describes them. Thread-safe.
 */
public final class ScriptedMock implements AutoCloseable {
    public static final String TOKEN = "secret-token";

    /** Plays the service that a step calls. */
    @FunctionalInterface
    public interface Script {
        Answer answer(ScriptedMock world, Asked asked);
    }

    /** A step's request as it came in. */
    public record Asked(String method, String host, String uri, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.getFirst();
        }
    }

    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public static Answer json(int status, String body) {
            return new Answer(status, Map.of("content-type", List.of("application/json")), body);
        }
    }

    private record Pending(BarrierRequest request, long receivedAt) {}

    private final AttemptId attempt;
    private final Consumer<Message> out;
    private final Script script;
    private final ScheduledExecutorService timer = timer();
    private final HttpServer server;
    private final Map<String, Long> completed = new ConcurrentHashMap<>();
    private final TreeMap<Long, InFlight> inFlight = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<String, MarkSet> marks = new ConcurrentHashMap<>();
    private final Set<String> barrierIds = ConcurrentHashMap.newKeySet();
    private final List<Asked> asked = new ArrayList<>();
    private final ScriptedTwin twin = new ScriptedTwin();
    private long arrivals;
    private long records;
    private long lines;
    private long dropped;
    private long lastActivity = System.nanoTime();
    private long lastLine = System.nanoTime();

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().daemon().name("scripted-mock-", 0).factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    public ScriptedMock(Vertx vertx, AttemptId attempt, Consumer<Message> out, Script script) {
        this.attempt = attempt;
        this.out = out;
        this.script = script;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.body().onSuccess(body -> timer.execute(() -> serve(request, body))));
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    public AttemptId attempt() {
        return attempt;
    }

    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    public static ItemEndpoint service(String name) {
        return new ItemEndpoint(name, ItemKind.SERVICE, "127.0.0.1", 8080, null, null, null, null);
    }

    private void serve(HttpServerRequest request, Buffer body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey().toLowerCase(), name -> new ArrayList<>())
                        .add(header.getValue()));
        Asked call =
                new Asked(request.method().name(), request.getHeader("host"), request.uri(), headers, body.toString());
        synchronized (this) {
            asked.add(call);
        }
        if (!TOKEN.equals(request.getHeader("x-doppel-token"))) {
            request.response().setStatusCode(403).end("bad token");
            return;
        }
        String id = request.getHeader("x-doppel-request");
        URI url = URI.create("http://" + call.host() + call.uri());
        long number = arrive(null, call.method(), url, call.body(), headers);
        Answer answer = script.answer(this, call);
        var response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        finish(number, id, null, answer, true);
        response.end(answer.body());
    }

    /** A call of an item arrives; it is in flight until {@link #finish}. */
    public synchronized long arrive(
            String origin, String method, URI url, String body, Map<String, List<String>> headers) {
        long number = ++arrivals;
        lastActivity = System.nanoTime();
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        Map<String, List<String>> sent = new LinkedHashMap<>(headers);
        CapturedRequest request = new CapturedRequest(
                method,
                secure ? "https" : "http",
                url.getHost(),
                port,
                url.getRawPath().isEmpty() ? "/" : url.getRawPath(),
                url.getRawQuery() == null ? "" : url.getRawQuery(),
                "1.1",
                sent,
                body(body));
        boolean internal = !url.getHost().contains(".");
        inFlight.put(
                number, new InFlight("x" + number, number, origin, url.getHost(), internal, request, Instant.now()));
        return number;
    }

    private static CapturedBody body(String text) {
        return text.isEmpty()
                ? CapturedBody.EMPTY
                : new CapturedBody(text.getBytes(StandardCharsets.UTF_8).length, false, text, null, null);
    }

    /** The call with that arrival number is answered. */
    public void finish(long number, String stepRequestId, String mock, Answer answer, boolean delivered) {
        Exchange record;
        synchronized (this) {
            InFlight call = inFlight.remove(number);
            lastActivity = System.nanoTime();
            if (stepRequestId != null) {
                completed.put(stepRequestId, lastActivity);
            }
            record = new Exchange(
                    attempt,
                    ++records,
                    number,
                    call.id(),
                    Exchange.State.COMPLETE,
                    call.origin(),
                    call.target(),
                    call.internal(),
                    call.request(),
                    new CapturedResponse(answer.status(), answer.headers(), body(answer.body())),
                    call.receivedAt(),
                    1500,
                    mock == null ? Exchange.AnsweredBy.ITEM : Exchange.AnsweredBy.MOCK,
                    mock,
                    delivered,
                    null,
                    stepRequestId,
                    null,
                    List.of());
        }
        out.accept(record);
        timer.execute(this::look);
    }

    /** A whole call of an item to a mocked host, answered at once. */
    public void call(
            String origin, String method, String url, String contentType, String body, int status, String answer) {
        Map<String, List<String>> headers =
                contentType == null ? Map.of() : Map.of("content-type", List.of(contentType));
        long number = arrive(origin, method, URI.create(url), body, headers);
        finish(number, null, "mock", Answer.json(status, answer), true);
    }

    /** Does something after a while. */
    public void later(long millis, Runnable work) {
        timer.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    /** An item writes a line. */
    public void line(String item, String level, String message) {
        ConsoleLines record;
        synchronized (this) {
            lastLine = System.nanoTime();
            record = new ConsoleLines(
                    attempt, List.of(new ConsoleLine(++lines, Instant.now(), item, "stdout", level, message)), 0);
        }
        out.accept(record);
    }

    /** Gives a record up: its number stays missing. */
    public synchronized void drop() {
        records++;
        dropped++;
    }

    /** A service makes a row of the twin's table {@code tasks}. */
    public synchronized void twin(String json) {
        twin.perform(new TwinCommand(
                attempt,
                "service",
                "todo",
                TwinCommand.Op.CREATE,
                "tasks",
                null,
                Json.tryParse(json).orElseThrow(),
                null));
    }

    private void command(TwinCommand command) {
        TwinAnswer answer;
        synchronized (this) {
            long arrival = ++arrivals;
            String error = null;
            JsonNode data = null;
            try {
                data = twin.perform(command);
            } catch (IllegalArgumentException refused) {
                error = refused.getMessage();
            }
            answer = new TwinAnswer(
                    attempt,
                    ++records,
                    arrival,
                    command.id(),
                    error,
                    body(data == null ? "" : data.toString()),
                    Instant.now());
        }
        out.accept(answer);
    }

    private TwinRows rows(String barrier, TwinTable table) {
        ArrayNode rows = twin.list(table.table());
        return new TwinRows(
                attempt,
                ++records,
                barrier,
                table.twin(),
                table.table(),
                rows == null ? "there is no table " + table.table() : null,
                rows == null ? CapturedBody.EMPTY : body(rows.toString()),
                Instant.now());
    }

    /** What the runner sends on doppel.requests. */
    public void request(Message message) {
        switch (message) {
            case MarkRequest mark -> {
                MarkSet answer;
                synchronized (this) {
                    answer = marks.computeIfAbsent(
                            mark.id(), id -> new MarkSet(attempt, ++records, ++arrivals, id, Instant.now()));
                }
                out.accept(answer);
            }
            case BarrierRequest barrier -> {
                if (!barrierIds.add(barrier.id())) {
                    return;
                }
                synchronized (this) {
                    pending.add(new Pending(barrier, System.nanoTime()));
                }
                timer.execute(this::look);
            }
            case TwinCommand command -> command(command);
            default -> throw new IllegalArgumentException("" + message);
        }
    }

    private void look() {
        List<Message> answers = new ArrayList<>();
        long next = Long.MAX_VALUE;
        synchronized (this) {
            long now = System.nanoTime();
            for (Pending one : List.copyOf(pending)) {
                BarrierRequest request = one.request();
                long from = completed.getOrDefault(request.since(), one.receivedAt());
                long deadline = from + TimeUnit.MILLISECONDS.toNanos(request.latestMillis());
                boolean console = request.sources().contains(BarrierRequest.Source.CONSOLE);
                long activity = console ? Math.max(lastActivity, lastLine) : lastActivity;
                long quietAt = Math.max(activity, from) + TimeUnit.MILLISECONDS.toNanos(request.quietMillis());
                boolean quiet = inFlight.isEmpty() && quietAt <= now;
                if (!quiet && deadline > now) {
                    next = Math.min(next, inFlight.isEmpty() ? Math.min(quietAt, deadline) : deadline);
                    continue;
                }
                pending.remove(one);
                if (request.sources().contains(BarrierRequest.Source.INTERCEPTION)) {
                    List<TwinTable> tables = request.twins() == null ? List.of() : request.twins();
                    tables.forEach(table -> answers.add(rows(request.id(), table)));
                    answers.add(new BarrierAnswer(
                            attempt,
                            ++records,
                            arrivals,
                            request.id(),
                            quiet,
                            List.copyOf(inFlight.values()),
                            dropped,
                            Instant.now()));
                }
                if (console) {
                    answers.add(new ConsoleBarrierAnswer(attempt, request.id(), lines, quiet, 0, Instant.now()));
                }
            }
        }
        answers.forEach(out);
        if (next != Long.MAX_VALUE) {
            timer.schedule(this::look, Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.close();
    }
}
