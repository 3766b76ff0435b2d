package dev.doppel.results.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.MessageTypes;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.TeamId;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.platform.access.Caller;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.mask.SecretValues;
import dev.doppel.results.store.ConsoleRow;
import dev.doppel.results.store.DiagnosticRow;
import dev.doppel.results.store.EventKey;
import dev.doppel.results.store.EventRow;
import dev.doppel.results.store.ExchangeRow;
import dev.doppel.results.store.InstanceRow;
import dev.doppel.results.store.IsolationRow;
import dev.doppel.results.store.LineKey;
import dev.doppel.results.store.NumberKey;
import dev.doppel.results.store.ReportKey;
import dev.doppel.results.store.RunEndRow;
import dev.doppel.results.store.RunRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record becomes: masked rows, whose keys make a second delivery change nothing, and what downstream may see. Records that
 * are of no use here (heartbeats, marks, barriers) become nothing; the end of a run goes by {@link #end}. Thread-safe.
 */
@ApplicationScoped
public class Intake {
    /** Longest body on doppel.public.exchanges; two of them leave room below the record limit. */
    static final int PUBLIC_BODY_BYTES = 64 * 1024;

    private final ResultsConfig config;
    private final Content content;
    private final SecretValues secrets;
    private final Clock clock = Clock.systemUTC();

    Intake(ResultsConfig config, Content content, SecretValues secrets) {
        this.config = config;
        this.content = content;
        this.secrets = secrets;
    }

    /**
     * @param rows to be stored
     * @param published for doppel.public.exchanges, or null
     * @param bytes about how much memory it holds
     */
    public record Taken(List<Object> rows, @Nullable Exchange published, long bytes) {}

    /** @param position offset of the record, which orders the records of a run */
    public Taken take(Message message, long position) {
        return switch (message) {
            case Exchange exchange -> exchange(exchange);
            case ConsoleLines lines -> console(lines);
            case Diagnostic diagnostic -> diagnostic(diagnostic);
            case IsolationReport report -> isolation(report);
            case RunAccepted accepted -> accepted(accepted);
            case InstanceStateChanged m ->
                event(m, m.instance(), m.attempt(), position, "state/" + m.phase() + "/" + m.state());
            case InstanceClaimed m -> event(m, m.instance(), m.attempt(), position, "claimed/" + m.runner());
            case ItemStateChanged m ->
                event(m, m.instance(), m.attempt(), position, "item/" + m.item() + "/" + m.state() + "/" + m.at());
            case StepStarted m ->
                event(
                        m,
                        m.instance(),
                        m.attempt(),
                        position,
                        "started/" + m.testIndex() + "/" + m.stepIndex() + "/" + m.at());
            case StepFinished m ->
                event(
                        m,
                        m.instance(),
                        m.attempt(),
                        position,
                        "step/" + m.testIndex() + "/" + m.result().index() + "/" + m.at());
            case TestsFinished m -> event(m, m.instance(), m.attempt(), position, "tests");
            case InstanceFinished m -> event(m, m.instance(), m.attempt(), position, "finished");
            default -> new Taken(List.of(), null, 0);
        };
    }

    /**
     * The final record of a run.
     *
     * @param evidence partitions ({@code topic/number}) that hold evidence of the run, and where they ended when the record came
     */
    public Taken end(RunFinished finished, Map<String, Long> evidence) {
        return rows(new RunEndRow(
                finished.run().value(), finished.verdict().name(), finished.at(), clock.instant(), json(evidence)));
    }

    private Taken exchange(Exchange raw) {
        AttemptId attempt = raw.attempt();
        Exchange exchange =
                secrets.of(attempt.instance()).exchange(LongBodies.inline(raw, content, config.blobLimit()));
        String data = json(exchange);
        ExchangeRow row = new ExchangeRow(
                new NumberKey(attempt.instance().value(), attempt.number(), exchange.recordNumber()),
                plain(exchange.id()),
                exchange.arrivalNumber(),
                exchange.origin() == null ? null : plain(exchange.origin()),
                plain(exchange.target()),
                exchange.receivedAt(),
                data.length(),
                data);
        return new Taken(List.of(row), LongBodies.bounded(exchange, PUBLIC_BODY_BYTES), data.length());
    }

    private Taken console(ConsoleLines lines) {
        if (lines.lines().isEmpty()) {
            return new Taken(List.of(), null, 0);
        }
        AttemptId attempt = lines.attempt();
        String data = secrets.of(attempt.instance()).json(json(lines.lines()));
        return new Taken(
                List.of(new ConsoleRow(
                        new LineKey(
                                attempt.instance().value(),
                                attempt.number(),
                                lines.lines().getFirst().number()),
                        lines.lines().getLast().number(),
                        lines.dropped(),
                        data.length(),
                        data)),
                null,
                data.length());
    }

    private Taken diagnostic(Diagnostic diagnostic) {
        AttemptId attempt = diagnostic.attempt();
        String data = secrets.of(attempt.instance()).json(json(diagnostic));
        return rows(new DiagnosticRow(
                new NumberKey(attempt.instance().value(), attempt.number(), diagnostic.recordNumber()), data));
    }

    private Taken isolation(IsolationReport report) {
        AttemptId attempt = report.attempt();
        String data = secrets.of(attempt.instance()).json(json(report));
        return rows(new IsolationRow(
                new ReportKey(attempt.instance().value(), attempt.number(), plain(report.reporter()), report.number()),
                data));
    }

    private Taken accepted(RunAccepted accepted) {
        List<Object> rows = new ArrayList<>();
        int ordinal = 0;
        for (InstanceRef ref : accepted.instances()) {
            rows.add(new InstanceRow(
                    ref.instance().value(),
                    accepted.run().value(),
                    ordinal++,
                    plain(ref.name()),
                    plain(ref.file()),
                    ref.definition() == null ? null : json(ref.definition())));
        }
        rows.add(new RunRow(
                accepted.run().value(),
                plain(accepted.project()),
                owner(accepted).value(),
                accepted.at(),
                accepted.instances().size(),
                json(accepted.invalid()),
                json(accepted.warnings())));
        return new Taken(rows, null, 0);
    }

    private static TeamId owner(RunAccepted accepted) {
        TeamId team = accepted.team();
        return team == null ? Caller.DEFAULT_TEAM : team;
    }

    private Taken event(ResultMessage message, InstanceId instance, int attempt, long position, String what) {
        String data = secrets.of(instance).json(json(message));
        return new Taken(
                List.of(new EventRow(
                        new EventKey(message.run().value(), plain(instance + "/" + attempt + "/" + what)),
                        instance.value(),
                        attempt,
                        MessageTypes.of(message).name(),
                        message.at(),
                        position,
                        data)),
                null,
                data.length());
    }

    private static Taken rows(Object row) {
        return new Taken(List.of(row), null, 0);
    }

    private static String json(Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write what was just read", e);
        }
    }

    /** Postgres refuses NUL in text. */
    static String plain(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    }
}
