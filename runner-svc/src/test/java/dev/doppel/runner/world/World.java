package dev.doppel.runner.world;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.contract.instance.TopicPosition;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.definition.DefinitionJson;
import dev.doppel.definition.model.Definition;
import dev.doppel.runner.attempt.AttemptRun;
import dev.doppel.runner.attempt.Environment;
import dev.doppel.runner.attempt.Limits;
import dev.doppel.runner.attempt.Wires;
import dev.doppel.runner.database.Databases;
import dev.doppel.runner.document.Bodies;
import dev.doppel.runner.evidence.EvidenceLog;
import dev.doppel.runner.http.Gateway;
import dev.doppel.runner.http.Hosts;
import dev.doppel.runner.http.HttpCaller;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Runs one definition in memory: the runner's own code, real HTTP on loopback, records handed over directly or through a relay. */
public final class World {
    /** Quick settle times, so that a test that waits for the latest time waits for less than a second. */
    public static final String QUICK = "x-platform: {settleQuietMs: 60, settleMaxMs: 600}\n";

    private static final com.fasterxml.jackson.databind.ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final class Shared {
        static final Vertx VERTX = Vertx.vertx();
        static final HttpCaller CALLER = new HttpCaller(VERTX, 1 << 20);
    }

    private World() {}

    public static Vertx vertx() {
        return Shared.VERTX;
    }

    /** What a run gave. */
    public record Result(
            TestsFinished finished, List<ResultMessage> told, List<Message> requests, List<ScriptedMock.Asked> asked) {
        public StepResult step(int test, int step) {
            return finished.tests().get(test).steps().get(step);
        }

        public List<AssertionResult> failed() {
            return finished.tests().stream()
                    .flatMap(test -> test.steps().stream())
                    .flatMap(step -> step.assertions().stream())
                    .filter(one -> one.outcome() == Outcome.FAILED)
                    .toList();
        }

        public String why() {
            return finished.verdict() + " " + finished.reason() + " " + failed() + " " + finished.notes();
        }
    }

    /** Between mock-svc and the runner: gets the log, gives what takes the records. */
    public interface Relay extends Function<EvidenceLog, java.util.function.Consumer<Message>> {}

    public static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (Exception e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public static Definition definition(String yaml) {
        return DefinitionJson.read(yaml(yaml));
    }

    /** A definition with a service {@code svc} and one test with these steps. */
    public static String withSteps(String steps) {
        return "name: d\n" + QUICK + "items:\n" + SVC + "tests:\n  - name: t\n    steps:\n" + indent(steps, 6);
    }

    public static final String SVC = "  - {type: SERVICE, name: svc, image: x, port: 8080, healthCheck: tcp}\n";

    private static String indent(String text, int by) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(" ".repeat(by)).append(line).append('\n'));
        return out.toString();
    }

    public static AttemptId attempt(String instance) {
        return new AttemptId(new InstanceId(instance), 1, new Incarnation("life-1"));
    }

    public static InstanceReady ready(AttemptId attempt, int port, List<ItemEndpoint> items, long limitMillis) {
        return new InstanceReady(
                attempt,
                new RunId("run-1"),
                "d",
                new BlobRef("0".repeat(64), 1, 1),
                new TopicPosition(0, 0),
                new TopicPosition(0, 0),
                "127.0.0.1",
                port,
                ScriptedMock.TOKEN,
                items,
                limitMillis,
                Instant.now());
    }

    public static Result run(String yaml, ScriptedMock.Script script) {
        return run(yaml, List.of(), Duration.ofSeconds(3), log -> log::accept, script);
    }

    public static Result run(
            String yaml, List<ItemEndpoint> more, Duration evidenceWait, Relay relay, ScriptedMock.Script script) {
        AttemptId attempt = attempt("i-1");
        EvidenceLog log = new EvidenceLog(attempt);
        List<ItemEndpoint> items = new ArrayList<>(more);
        items.add(ScriptedMock.service("svc"));
        List<ResultMessage> told = new CopyOnWriteArrayList<>();
        List<Message> requests = new CopyOnWriteArrayList<>();
        Definition definition = definition(yaml);
        try (ScriptedMock mock = new ScriptedMock(vertx(), attempt, relay.apply(log), script);
                Databases databases = new Databases(items)) {
            InstanceReady ready = ready(
                    attempt, mock.port(), items, definition.config().timeout().toMillis());
            Environment environment = new Environment(
                    ready,
                    definition,
                    log,
                    Bodies.INLINE,
                    new Gateway("127.0.0.1", mock.port(), ScriptedMock.TOKEN),
                    Hosts.of(definition, items),
                    Shared.CALLER,
                    databases);
            Wires wires = new Wires() {
                @Override
                public void ask(Message request) {
                    requests.add(request);
                    mock.request(request);
                }

                @Override
                public void tell(ResultMessage result) {
                    told.add(result);
                }
            };
            TestsFinished finished = new AttemptRun(
                            environment,
                            wires,
                            new Limits(evidenceWait, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                            Clock.systemUTC())
                    .run()
                    .orElse(null);
            return new Result(finished, List.copyOf(told), List.copyOf(requests), mock.asked());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
