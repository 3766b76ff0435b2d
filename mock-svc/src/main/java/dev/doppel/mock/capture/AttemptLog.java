package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.InFlight;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The two sequences of one attempt, its calls in flight, its marks and barriers (architecture, "Capture and verdicts"). An arrival number is
 * given when a request head is read; a record number when a record leaves. Whatever has an arrival number up to the one that a barrier
 * answer states is in flight there, or has a record number below the answer's own. Thread-safe; the lock guards counters and links only.
 */
public final class AttemptLog {
    private static final int IN_FLIGHT_BYTES = 300 * 1024;
    private static final int IN_FLIGHT_BODY = 16 * 1024;
    private static final int IN_FLIGHT_MOST = 800;
    private static final long BODY_BYTES = 256L << 20;
    private static final int DIAGNOSTICS_PER_SECOND = 50;
    private static final long OVERDUE_NANOS = 2_000_000;

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
    private final Map<String, Long> completedAt = new HashMap<>();
    private final Set<String> barriersSeen = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<PendingCall> pending = new HashSet<>();
    private long arrivals;
    private long records;
    private long lastActivity;
    private int inFlight;
    private @Nullable Ongoing first;
    private @Nullable Ongoing last;
    private long diagnosticsSince;
    private int diagnostics;
    private int suppressed;
    private volatile boolean closed;

    private record Waiting(BarrierRequest request, long receivedAt) {}

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
            call.counted = true;
            call.previous = last;
            if (last == null) {
                first = call;
            } else {
                last.next = call;
            }
            last = call;
            inFlight++;
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
            if (call.counted) {
                unlink(call);
            }
            if (stepRequestId != null) {
                completedAt.put(stepRequestId, lastActivity);
            }
            wake = !waiting.isEmpty() && inFlight == 0;
        }
        offer(new Captured.OfExchange(this, record.apply(number)));
        if (wake) {
            timer.execute(this::look);
        }
    }

    private void unlink(Ongoing call) {
        call.counted = false;
        inFlight--;
        if (call.previous == null) {
            first = call.next;
        } else {
            call.previous.next = call.next;
        }
        if (call.next == null) {
            last = call.previous;
        } else {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
    }

    /** Publishes a diagnostic; of a flood only some each second, with the number of those left out. */
    public void diagnose(Diagnostic.Kind kind, @Nullable String item, @Nullable String host, String message) {
        long number;
        int left;
        synchronized (lock) {
            long now = System.nanoTime();
            if (now - diagnosticsSince > 1_000_000_000L) {
                diagnosticsSince = now;
                diagnostics = 0;
            }
            if (++diagnostics > DIAGNOSTICS_PER_SECOND) {
                suppressed++;
                return;
            }
            left = suppressed;
            suppressed = 0;
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
                completedAt.put(request.id(), System.nanoTime());
            }
        }
        offer(new Captured.Ready(this, mark));
    }

    /** Gives the next arrival number to a command for a twin, or 0 when it has one: then nothing more is to be done. */
    public long commanded(String id) {
        synchronized (lock) {
            if (completedAt.containsKey(id)) {
                return 0;
            }
            completedAt.put(id, System.nanoTime());
            return ++arrivals;
        }
    }

    /** Publishes the answer to a command. */
    public void answered(String id, long arrivalNumber, @Nullable String error, byte[] json) {
        long number;
        synchronized (lock) {
            number = ++records;
            lastActivity = System.nanoTime();
            completedAt.put(id, lastActivity);
        }
        Instant at = clock.instant();
        offer(new Captured.WithBody(
                this, json, body -> new TwinAnswer(attempt, number, arrivalNumber, id, error, body, at)));
    }

    /** Somebody here will make a call by itself: there is no quiet point before it as long as it is due before a barrier's latest time. */
    public PendingCall pending(long dueNanos) {
        PendingCall call = new PendingCall(this, dueNanos);
        synchronized (lock) {
            pending.add(call);
        }
        return call;
    }

    void pendingChanged() {
        timer.execute(this::look);
    }

    void settled(PendingCall call) {
        boolean wake;
        synchronized (lock) {
            pending.remove(call);
            wake = !waiting.isEmpty();
        }
        if (wake) {
            timer.execute(this::look);
        }
    }

    /** Takes a barrier request; answered once per id, now or later. */
    public void barrier(BarrierRequest request) {
        synchronized (lock) {
            if (closed || !barriersSeen.add(request.id())) {
                return;
            }
            waiting.add(new Waiting(request, System.nanoTime()));
        }
        timer.execute(this::look);
    }

    /** Answers every barrier that can be, and comes back when the next one may. */
    private void look() {
        List<Numbered> answers = new ArrayList<>();
        List<Waiting> readings = new ArrayList<>();
        long activity;
        long next = Long.MAX_VALUE;
        synchronized (lock) {
            if (closed) {
                return;
            }
            long now = System.nanoTime();
            activity = lastActivity;
            for (Waiting barrier : List.copyOf(waiting)) {
                long deadline = from(barrier)
                        + TimeUnit.MILLISECONDS.toNanos(barrier.request().latestMillis());
                long quietAt = Math.max(lastActivity, quietFrom(barrier))
                        + TimeUnit.MILLISECONDS.toNanos(barrier.request().quietMillis());
                boolean still = inFlight == 0 && !promised(deadline);
                boolean quiet = still && quietAt - now <= 0;
                if (quiet || deadline - now <= 0 && !overdue(now)) {
                    waiting.remove(barrier);
                    if (barrier.request().twins() == null) {
                        answers.add(answer(barrier.request(), quiet));
                    } else {
                        readings.add(barrier);
                    }
                } else {
                    long latest = Math.max(deadline - now, OVERDUE_NANOS);
                    next = Math.min(next, still ? Math.min(latest, quietAt - now) : latest);
                }
            }
        }
        for (Numbered answer : answers) {
            offer(new Captured.Ready(this, answer));
        }
        for (Waiting reading : readings) {
            readers.execute(() -> read(reading, activity));
        }
        if (next != Long.MAX_VALUE) {
            timer.schedule(this::look, next + 100_000, TimeUnit.NANOSECONDS);
        }
    }

    /** Whether somebody has promised a call that will be made before the deadline. */
    private boolean promised(long deadline) {
        return pending.stream().anyMatch(call -> call.dueNanos() - deadline <= 0);
    }

    /** Whether a promised call should have been made a moment ago: it is about to be, and is waited for. */
    private boolean overdue(long now) {
        return pending.stream().anyMatch(call -> call.dueNanos() - now <= 0);
    }

    /** Reads the rows that a barrier wants; when something came meanwhile and there is time, the barrier waits on. */
    private void read(Waiting barrier, long activity) {
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
            long deadline = from(barrier)
                    + TimeUnit.MILLISECONDS.toNanos(barrier.request().latestMillis());
            boolean undisturbed = activity == lastActivity && inFlight == 0 && !promised(deadline);
            if (!undisturbed && deadline - System.nanoTime() > 0) {
                waiting.add(barrier);
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

    private long from(Waiting barrier) {
        Long completed = completedAt.get(barrier.request().since());
        return completed == null ? barrier.receivedAt() : completed;
    }

    /** A mark's action may have lasted until the barrier was asked for, so quiet never counts from the mark. */
    private long quietFrom(Waiting barrier) {
        return marks.containsKey(barrier.request().since()) ? barrier.receivedAt() : from(barrier);
    }

    private BarrierAnswer answer(BarrierRequest request, boolean quiet) {
        List<InFlight> calls = new ArrayList<>();
        int room = IN_FLIGHT_BYTES;
        long lost = 0;
        for (Ongoing call = first; call != null; call = call.next) {
            if (calls.size() >= IN_FLIGHT_MOST) {
                lost++;
                continue;
            }
            InFlight shown = call.inFlight(room > 0 ? Math.min(IN_FLIGHT_BODY, room) : -1);
            room -= weight(shown);
            calls.add(shown);
        }
        return new BarrierAnswer(attempt, ++records, arrivals, request.id(), quiet, calls, lost, clock.instant());
    }

    private static int weight(InFlight call) {
        int bytes =
                300 + call.request().path().length() + call.request().query().length();
        for (Map.Entry<String, List<String>> header : call.request().headers().entrySet()) {
            bytes += header.getKey().length() + 8;
            for (String value : header.getValue()) {
                bytes += value.length() + 3;
            }
        }
        String text = call.request().body().text();
        String base64 = call.request().body().base64();
        return bytes + (text == null ? 0 : 2 * text.length()) + (base64 == null ? 0 : base64.length());
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
            waiting.clear();
        }
    }
}
