package dev.doppel.runner.document;

import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.InFlight;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.runner.evidence.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The evidence as the blocks of one step see it at one moment. Immutable.
 *
 * @param complete nothing can be added: it is what a barrier proved
 * @param rows of twins, as the barrier showed them
 */
public record View(
        boolean complete,
        Growing<Exchange> traffic,
        Growing<Exchange> allTraffic,
        Growing<Exchange> bootTraffic,
        Growing<ConsoleLine> lines,
        Growing<ConsoleLine> allLines,
        List<TwinRows> rows) {
    public View {
        rows = List.copyOf(rows);
    }

    /**
     * A list in which elements may still turn up.
     *
     * @param firm so many leading elements will keep their places
     */
    public record Growing<T>(List<T> elements, int firm) {
        public Growing {
            elements = List.copyOf(elements);
        }
    }

    /** A view for steps that look at nothing observed. */
    public static final View NONE = new View(
            true,
            new Growing<>(List.of(), 0),
            new Growing<>(List.of(), 0),
            new Growing<>(List.of(), 0),
            new Growing<>(List.of(), 0),
            new Growing<>(List.of(), 0),
            List.of());

    /** What is held now; more may come. Only exchanges that are over are shown. */
    public static View current(Evidence evidence, Window window) {
        List<Exchange> finished = evidence.finished();
        return new View(
                false,
                growing(finished, n -> n >= window.start(), evidence.settledFrom(window.start())),
                growing(finished, n -> n >= window.testStart(), evidence.settledFrom(window.testStart())),
                growing(finished, n -> n < window.bootEnd(), evidence.settledFrom(1)),
                lines(evidence.lines(), window.consoleAfter(), Long.MAX_VALUE, evidence.consoleHeldUpTo()),
                lines(evidence.lines(), window.consoleAfterTest(), Long.MAX_VALUE, evidence.consoleHeldUpTo()),
                List.of());
    }

    /**
     * What a barrier proved: everything up to its number, and what was in flight with it, as entries without response (spec 7.7).
     *
     * @param console null when no block reads console lines
     */
    public static View behind(
            Evidence evidence, Window window, BarrierAnswer answer, @Nullable ConsoleBarrierAnswer console) {
        List<Exchange> all = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (Exchange exchange : evidence.asOf(answer.recordNumber())) {
            all.add(exchange);
            there.add(exchange.id());
        }
        for (InFlight call : answer.inFlight()) {
            if (there.add(call.id())) {
                all.add(unfinished(answer, call));
            }
        }
        all.sort(Comparator.comparingLong(Exchange::arrivalNumber));
        long lastLine = console == null ? 0 : console.lastNumber();
        return new View(
                true,
                growing(all, n -> n >= window.start(), Long.MAX_VALUE),
                growing(all, n -> n >= window.testStart(), Long.MAX_VALUE),
                growing(all, n -> n < window.bootEnd(), Long.MAX_VALUE),
                lines(evidence.lines(), window.consoleAfter(), lastLine, Long.MAX_VALUE),
                lines(evidence.lines(), window.consoleAfterTest(), lastLine, Long.MAX_VALUE),
                evidence.rows().getOrDefault(answer.requestId(), List.of()));
    }

    private static Growing<Exchange> growing(List<Exchange> all, LongPredicate inside, long settled) {
        List<Exchange> elements = new ArrayList<>();
        int firm = 0;
        for (Exchange exchange : all) {
            if (inside.test(exchange.arrivalNumber())) {
                elements.add(exchange);
                if (exchange.arrivalNumber() <= settled) {
                    firm++;
                }
            }
        }
        return new Growing<>(elements, firm);
    }

    private static Growing<ConsoleLine> lines(List<ConsoleLine> all, long after, long last, long settled) {
        List<ConsoleLine> elements = new ArrayList<>();
        int firm = 0;
        for (ConsoleLine line : all) {
            if (line.number() > after && line.number() <= last) {
                elements.add(line);
                if (line.number() <= settled) {
                    firm++;
                }
            }
        }
        return new Growing<>(elements, firm);
    }

    private static Exchange unfinished(BarrierAnswer answer, InFlight call) {
        return new Exchange(
                answer.attempt(),
                answer.recordNumber(),
                call.arrivalNumber(),
                call.id(),
                Exchange.State.OPEN,
                call.origin(),
                call.target(),
                call.internal(),
                call.request(),
                null,
                call.receivedAt(),
                0,
                Exchange.AnsweredBy.PLATFORM,
                null,
                true,
                "in flight",
                null,
                null,
                List.of());
    }
}
