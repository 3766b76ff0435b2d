package dev.doppel.scheduler.console;

import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.scheduler.environment.EnvironmentObserver.Refused;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers and words what items of one attempt tried in vain. Thread-safe. */
public final class IsolationSink {
    private final AttemptId attempt;
    private final String reporter;
    private final ConsoleSink sink;
    private final Clock clock;
    private final AtomicLong numbers = new AtomicLong();

    /** @param reporter service, replica and incarnation */
    public IsolationSink(AttemptId attempt, String reporter, ConsoleSink sink, Clock clock) {
        this.attempt = attempt;
        this.reporter = reporter;
        this.sink = sink;
        this.clock = clock;
    }

    /** Reports; lost when the broker does not take it, since nothing rests on it. */
    public void refused(String item, Refused what, long times) {
        String often = times == 1 ? "once" : times + " times";
        String message = switch (what) {
            case NO_ROUTE ->
                "tried " + often + " to reach an address outside its environment by number: there is no route, nothing"
                        + " left it; names are answered, literal IP addresses are not";
            case TCP_PORT ->
                "tried " + often + " to connect to a port that nobody serves (its own loopback included): refused";
            case UDP_PORT ->
                "sent " + often + " by UDP to a port that nobody serves (its own loopback included): refused";
        };
        Diagnostic.Kind kind = what == Refused.NO_ROUTE ? Diagnostic.Kind.ESCAPE : Diagnostic.Kind.REFUSED;
        var unused = sink.send(new IsolationReport(
                attempt, reporter, numbers.incrementAndGet(), kind, item, message, clock.instant()));
    }
}
