package dev.doppel.runner.evidence;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.exchange.Numbered;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.contract.id.AttemptId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one attempt (architecture, "Capture and verdicts"). Records may come late, twice, in any order or not at all: numbers
 * tell. Records of another attempt or of another life of the replica are dropped. Thread-safe.
 */
public final class EvidenceLog implements AutoCloseable {
    /** Most diagnostics kept; later ones are only counted as records. */
    private static final int MAX_DIAGNOSTICS = 1000;

    private final AttemptId attempt;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NumberSet records = new NumberSet();
    private final TreeMap<Long, Seen> exchanges = new TreeMap<>();
    private final Set<Long> markArrivals = new HashSet<>();
    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, BarrierAnswer> barriers = new HashMap<>();
    private final Map<String, TwinAnswer> twinAnswers = new HashMap<>();
    private final Map<String, List<TwinRows>> rows = new HashMap<>();
    private final NumberSet lineNumbers = new NumberSet();
    private final TreeMap<Long, ConsoleLine> lines = new TreeMap<>();
    private final Map<String, ConsoleBarrierAnswer> consoleBarriers = new HashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final CompletableFuture<InstanceWithdrawn> withdrawal = new CompletableFuture<>();
    private final BodyStore bodies = new BodyStore();
    private final Keeping keeping;
    private long linesDropped;
    private long version;

    /** An empty log that takes only records of this attempt, and as many as come. */
    public EvidenceLog(AttemptId attempt) {
        this(attempt, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * An empty log that takes only records of this attempt.
     *
     * @param memory bytes of bodies held in memory; further ones go to a temporary file
     * @param limit bytes of everything; what comes beyond is missing
     */
    public EvidenceLog(AttemptId attempt, long memory, long limit) {
        this.attempt = attempt;
        this.keeping = new Keeping(bodies, memory, limit);
    }

    /** Takes a record; what is no evidence, is of another attempt or is here already has no effect. */
    public void accept(Message message) {
        lock.lock();
        try {
            boolean news = switch (message) {
                case Numbered numbered -> numbered.attempt().equals(attempt) && numbered(numbered);
                case ConsoleLines more -> more.attempt().equals(attempt) && console(more);
                case ConsoleBarrierAnswer answer ->
                    answer.attempt().equals(attempt) && consoleBarriers.putIfAbsent(answer.requestId(), answer) == null;
                case InstanceWithdrawn end -> end.attempt().equals(attempt) && withdrawal.complete(end);
                default -> false;
            };
            if (news) {
                version++;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean numbered(Numbered message) {
        if (message instanceof TwinRows more && !records.has(more.recordNumber()) && !keeping.takes(more.rows())) {
            return false;
        }
        if (message instanceof Exchange exchange && !records.has(exchange.recordNumber()) && !keeping.takes(exchange)) {
            return false;
        }
        if (!records.add(message.recordNumber())) {
            return false;
        }
        switch (message) {
            case Exchange arrived -> {
                Exchange exchange = keeping.kept(arrived);
                exchanges.merge(exchange.arrivalNumber(), new Seen(exchange, null), (old, more) -> old.with(exchange));
                if (exchange.stepRequestId() != null) {
                    starts.put(exchange.stepRequestId(), exchange.arrivalNumber());
                }
            }
            case MarkSet mark -> {
                markArrivals.add(mark.arrivalNumber());
                starts.put(mark.requestId(), mark.arrivalNumber());
            }
            case TwinAnswer answer -> {
                markArrivals.add(answer.arrivalNumber());
                starts.put(answer.requestId(), answer.arrivalNumber());
                twinAnswers.putIfAbsent(answer.requestId(), answer);
            }
            case TwinRows more -> {
                List<TwinRows> all = new ArrayList<>(rows.getOrDefault(more.requestId(), List.of()));
                all.add(more);
                rows.put(more.requestId(), List.copyOf(all));
            }
            case BarrierAnswer answer -> barriers.putIfAbsent(answer.requestId(), answer);
            case Diagnostic diagnostic -> {
                if (diagnostics.size() < MAX_DIAGNOSTICS) {
                    diagnostics.add(diagnostic);
                }
            }
            default -> {
                // a numbered record of a later version: only its number counts
            }
        }
        return true;
    }

    private boolean console(ConsoleLines more) {
        boolean news = more.dropped() > linesDropped;
        linesDropped = Math.max(linesDropped, more.dropped());
        for (ConsoleLine line : more.lines()) {
            if (!lineNumbers.has(line.number()) && keeping.takes(line) && lineNumbers.add(line.number())) {
                lines.put(line.number(), line);
                news = true;
            }
        }
        return news;
    }

    /** What is held now. */
    public Evidence snapshot() {
        lock.lock();
        try {
            return new Evidence(
                    version,
                    records.upTo(),
                    List.copyOf(exchanges.values()),
                    Set.copyOf(markArrivals),
                    Map.copyOf(starts),
                    Map.copyOf(barriers),
                    Map.copyOf(twinAnswers),
                    Map.copyOf(rows),
                    lineNumbers.upTo(),
                    List.copyOf(lines.values()),
                    linesDropped,
                    Map.copyOf(consoleBarriers),
                    withdrawal.getNow(null));
        } finally {
            lock.unlock();
        }
    }

    /** What interception reported beside exchanges, in the order of coming. */
    public List<Diagnostic> diagnostics() {
        lock.lock();
        try {
            return List.copyOf(diagnostics);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the log has changed since a snapshot.
     *
     * @param seenVersion version of the snapshot
     * @param nanos longest wait; not positive returns at once
     */
    public void awaitChange(long seenVersion, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (version == seenVersion && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bodies that did not fit memory. */
    public BodyStore bodies() {
        return bodies;
    }

    /** Whether there was more evidence than is kept. */
    public boolean overflowed() {
        lock.lock();
        try {
            return keeping.full();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        bodies.close();
    }

    /** Completes when the attempt is withdrawn; already complete when it was. */
    public CompletableFuture<InstanceWithdrawn> withdrawal() {
        return withdrawal;
    }

    /** The withdrawal that has come, or null. */
    public @Nullable InstanceWithdrawn withdrawn() {
        return withdrawal.getNow(null);
    }
}
