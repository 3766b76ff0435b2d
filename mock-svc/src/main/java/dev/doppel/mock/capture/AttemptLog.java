package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.exchange.Numbered;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.request.TwinTable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The two sequences of one attempt, with its calls in flight, marks and barriers (architecture, "Capture and verdicts"). An arrival number is
 * given when a request head is read; a record number when a record leaves. Whatever has an arrival number up to the one that a barrier
 * answer states is in flight there, or has a record number below the answer's own. Thread-safe; the lock guards counters and links only.
 */
public final class AttemptLog {
    private static final long BODY_BYTES = 256L << 20;

    private final AttemptId attempt;
    private final CapturePort port;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final RowSource rows;
    private final Executor readers;

    private final Share bodies = new Share(BODY_BYTES);
    private final AtomicLong inRing = new AtomicLong();
    private final AtomicLong onDisk = new AtomicLong();
    private final Object lock = new Object();
    private final AtomicLong dropped = new AtomicLong();
    private final Map<String, MarkSet> marks = new HashMap<>();
    private final Barriers barriers = new Barriers();
    private final InFlightCalls inFlight = new InFlightCalls();
    private final DiagnosticRate diagnostics = new DiagnosticRate();
    private long arrivals;
    private long records;
    private long lastActivity;
    private volatile boolean closed;

    /**
     * @param timer runs barrier deadlines; tasks are short and take only this log's lock
     * @param rows what barriers may ask to see
     * @param readers where rows are read; may block
     */
    public AttemptLog(
            AttemptId attempt,
            CapturePort port,
            ScheduledExecutorService timer,
            Clock clock,
            RowSource rows,
            Executor readers) {
        this.rows = rows;
        this.readers = readers;
        this.attempt = attempt;
        this.port = port;
        this.timer = timer;
        this.clock = clock;
        this.lastActivity = System.nanoTime();
    }

    /** Whose log. */
    public AttemptId attempt() {
        return attempt;
    }

    /** A request head was read: the call gets its number and is in flight from now on. */
    public void arrived(Ongoing call) {
        synchronized (lock) {
            call.arrived(++arrivals);
            inFlight.add(call);
            lastActivity = System.nanoTime();
        }
    }

    /**
     * Publishes a record of a call. After it the call is in flight no more: it is complete, or a stream whose head everybody can see.
     *
     * @param stepRequestId set when this completes a test step's own request
     * @param record made with the record's number
     */
    public void publish(Ongoing call, @Nullable String stepRequestId, LongFunction<RawExchange> record) {
        long number;
        boolean wake;
        synchronized (lock) {
            number = ++records;
            lastActivity = System.nanoTime();
            inFlight.remove(call);
            if (stepRequestId != null) {
                barriers.completed(stepRequestId, lastActivity);
            }
            wake = !barriers.isEmpty() && inFlight.isEmpty();
        }
        offer(new Captured.OfExchange(this, record.apply(number)));
        if (wake) {
            timer.execute(this::look);
        }
    }

    /** Publishes a diagnostic; of a flood only some each second, with the number of those left out. */
    public void diagnose(Diagnostic.Kind kind, @Nullable String item, @Nullable String host, String message) {
        long number;
        int left;
        synchronized (lock) {
            left = diagnostics.take(System.nanoTime());
            if (left == DiagnosticRate.LEFT_OUT) {
                return;
            }
            number = ++records;
        }
        String text = left == 0 ? message : message + " (and " + left + " reports before it were left out)";
        offer(new Captured.Ready(this, new Diagnostic(attempt, number, kind, item, host, text, clock.instant())));
    }

    /** Bytes that its records hold on the way from event loops to whoever publishes them; counted by that one. */
    public AtomicLong inRing() {
        return inRing;
    }

    /** Bytes of it that wait on disk for the broker; counted by whoever publishes. */
    public AtomicLong onDisk() {
        return onDisk;
    }

    /** What all bodies of this attempt may hold together until their records have left. */
    public Share bodies() {
        return bodies;
    }

    /** Gives the next arrival number to a mark; the same id gets the same answer again. */
    public void mark(MarkRequest request) {
        MarkSet mark;
        synchronized (lock) {
            mark = marks.get(request.id());
            if (mark == null) {
                mark = new MarkSet(attempt, ++records, ++arrivals, request.id(), clock.instant());
                marks.put(request.id(), mark);
                barriers.marked(request.id(), System.nanoTime());
            }
        }
        offer(new Captured.Ready(this, mark));
    }

    /** Gives the next arrival number to a command for a twin, or 0 when it has one: then nothing more is to be done. */
    public long commanded(String id) {
        synchronized (lock) {
            if (barriers.isCompleted(id)) {
                return 0;
            }
            barriers.completed(id, System.nanoTime());
            return ++arrivals;
        }
    }

    /** Publishes the answer to a command. */
    public void answered(String id, long arrivalNumber, @Nullable String error, byte[] json) {
        long number;
        synchronized (lock) {
            number = ++records;
            lastActivity = System.nanoTime();
            barriers.completed(id, lastActivity);
        }
        Instant at = clock.instant();
        offer(new Captured.WithBody(
                this, json, body -> new TwinAnswer(attempt, number, arrivalNumber, id, error, body, at)));
    }

    /** Somebody here will make a call by itself: there is no quiet point before it as long as it is due before a barrier's latest time. */
    public PendingCall pending(long dueNanos) {
        PendingCall call = new PendingCall(this, dueNanos);
        synchronized (lock) {
            barriers.promise(call);
        }
        return call;
    }

    void pendingChanged() {
        timer.execute(this::look);
    }

    void settled(PendingCall call) {
        boolean wake;
        synchronized (lock) {
            barriers.settle(call);
            wake = !barriers.isEmpty();
        }
        if (wake) {
            timer.execute(this::look);
        }
    }

    /** Takes a barrier request; answered once per id, now or later. */
    public void barrier(BarrierRequest request) {
        synchronized (lock) {
            if (closed || !barriers.take(request, System.nanoTime())) {
                return;
            }
        }
        timer.execute(this::look);
    }

    /** Answers every barrier that can be, and comes back when the next one may. */
    private void look() {
        List<Numbered> answers = new ArrayList<>();
        List<Barriers.Waiting> readings = new ArrayList<>();
        long activity;
        long next;
        synchronized (lock) {
            if (closed) {
                return;
            }
            activity = lastActivity;
            Barriers.Decision decision = barriers.decide(System.nanoTime(), activity, inFlight.isEmpty());
            next = decision.waitNanos();
            for (Barriers.Due due : decision.due()) {
                if (due.barrier().request().twins() == null) {
                    answers.add(answer(due.barrier().request(), due.quiet()));
                } else {
                    readings.add(due.barrier());
                }
            }
        }
        for (Numbered answer : answers) {
            offer(new Captured.Ready(this, answer));
        }
        for (Barriers.Waiting reading : readings) {
            readers.execute(() -> read(reading, activity));
        }
        if (next != Long.MAX_VALUE) {
            timer.schedule(this::look, next + 100_000, TimeUnit.NANOSECONDS);
        }
    }

    /** Reads the rows that a barrier wants; when something came meanwhile and there is time, the barrier waits on. */
    private void read(Barriers.Waiting barrier, long activity) {
        List<TwinTable> tables = barrier.request().twins() == null
                ? List.of()
                : barrier.request().twins();
        List<RowSource.Rows> found = tables.stream().map(rows::read).toList();
        List<Captured> records = new ArrayList<>();
        Instant at = clock.instant();
        synchronized (lock) {
            if (closed) {
                return;
            }
            boolean undisturbed = activity == lastActivity && inFlight.isEmpty() && !barriers.promised(barrier);
            if (!undisturbed && barriers.deadline(barrier) - System.nanoTime() > 0) {
                barriers.waitOn(barrier);
            } else {
                for (int i = 0; i < tables.size(); i++) {
                    records.add(rows(barrier.request().id(), tables.get(i), found.get(i), ++this.records, at));
                }
                records.add(new Captured.Ready(this, answer(barrier.request(), undisturbed)));
            }
        }
        records.forEach(this::offer);
        if (records.isEmpty()) {
            timer.execute(this::look);
        }
    }

    private Captured rows(String id, TwinTable table, RowSource.Rows found, long number, Instant at) {
        return new Captured.WithBody(
                this,
                found.json(),
                body -> new TwinRows(attempt, number, id, table.twin(), table.table(), found.error(), body, at));
    }

    private BarrierAnswer answer(BarrierRequest request, boolean quiet) {
        InFlightCalls.Shown shown = inFlight.shown();
        return new BarrierAnswer(
                attempt, ++records, arrivals, request.id(), quiet, shown.calls(), shown.left(), clock.instant());
    }

    private void offer(Captured record) {
        if (!port.offer(record)) {
            record.release();
            dropped.incrementAndGet();
        }
    }

    /** A record that was taken had to be given up after all. */
    public void lost() {
        dropped.incrementAndGet();
    }

    /** Records given up so far. */
    public long dropped() {
        return dropped.get();
    }

    /** Ends barriers unanswered; records may still be published. */
    public void close() {
        synchronized (lock) {
            closed = true;
            barriers.clear();
        }
    }
}
