package dev.doppel.mock.bus;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.Numbered;
import dev.doppel.mock.capture.AttemptLog;
import dev.doppel.mock.capture.CapturePort;
import dev.doppel.mock.capture.Captured;
import dev.doppel.mock.capture.ExchangeJson;
import dev.doppel.mock.capture.ExchangeRecords;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.record.KafkaRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * From event loops to the broker (architecture, "Capture and verdicts"): a bounded ring, one thread that owns encoding, sending and the
 * spool.
 *
 * <pre>
 * event loops -> ring -> thread -> producer (bounded by unacknowledged bytes)
 *                          \-> spool on disk while the broker is away -> producer
 * </pre>
 *
 * What fits nowhere is given up and counted in its attempt's log. {@link #offer} is thread-safe.
 */
final class CapturePublisher implements CapturePort, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CapturePublisher.class);
    private static final int MOST_RECORD_BYTES = 512 * 1024;
    private static final long NAP_NANOS = Duration.ofMillis(20).toNanos();
    private static final long SHORT_NAP_NANOS = Duration.ofNanos(300_000).toNanos();
    private static final long BUSY_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LONG_NAP_NANOS = Duration.ofSeconds(1).toNanos();

    private final Ring<Captured> ring;
    private final Room inRing;
    private final Room onDisk;
    private final long mostUnacknowledged;
    private final AtomicLong unacknowledged = new AtomicLong();
    private final CaptureTally tally = new CaptureTally();
    private final Clock clock;
    private final ConcurrentLinkedQueue<Outgoing> returned = new ConcurrentLinkedQueue<>();
    private final Producer<String, byte[]> producer;
    private final MessageCodec codec;
    private final ExchangeJson json = new ExchangeJson();
    private final ExchangeEnvelope envelope;
    private final Spool spool;
    private final ArrayDeque<Outgoing.Spooled> spooled = new ArrayDeque<>();
    private final FaultPoints faults;
    private final Thread thread;
    private long lastWork = System.nanoTime();
    private volatile boolean napping;
    private volatile boolean closed;

    /** @param ended when the exchange ended that it tells of; null for all else */
    private record Outgoing(
            AttemptLog log,
            ProducerRecord<String, byte[]> record,
            boolean vital,
            @Nullable Instant ended) {
        Outgoing(AttemptLog log, ProducerRecord<String, byte[]> record, boolean vital) {
            this(log, record, vital, null);
        }

        /** What the spool does not keep of one. */
        record Spooled(AttemptLog log, boolean vital, int size) {}

        int size() {
            return record.value().length + 512;
        }
    }

    /**
     * @param source {@code ce_source} of every record
     * @param ringRecords most records in the ring
     * @param ringBytes most bytes in the ring
     * @param mostUnacknowledged most bytes with the producer
     * @param faults reached: {@code mock.publish}, before a record leaves the ring
     */
    CapturePublisher(
            Producer<String, byte[]> producer,
            String source,
            Clock clock,
            Spool spool,
            int ringRecords,
            long ringBytes,
            long mostUnacknowledged,
            FaultPoints faults) {
        this.producer = producer;
        this.clock = clock;
        this.codec = new MessageCodec(source, clock);
        this.envelope = new ExchangeEnvelope(source, clock);
        this.spool = spool;
        this.ring = new Ring<>(ringRecords);
        this.inRing = new Room(Math.min(ringBytes, 1024L * ringRecords));
        this.onDisk = new Room(spool.limit());
        this.faults = faults;
        this.mostUnacknowledged = mostUnacknowledged;
        this.thread = Thread.ofPlatform().name("mock-capture").daemon().start(this::run);
    }

    /** What became of records so far. */
    CaptureTally tally() {
        return tally;
    }

    /** Records in the ring now. */
    int waiting() {
        return ring.size();
    }

    /** Bytes that the records in the ring hold. */
    long waitingBytes() {
        return inRing.held();
    }

    @Override
    public boolean offer(Captured record) {
        if (!take(record)) {
            tally.lostOne();
            return false;
        }
        if (record instanceof Captured.OfExchange) {
            tally.exchange();
        }
        return true;
    }

    private boolean take(Captured record) {
        int weight = record.weight();
        AttemptLog log = record.log();
        if (closed || !inRing.take(log.inRing(), weight, record.vital())) {
            return false;
        }
        if (!ring.offer(record)) {
            inRing.give(log.inRing(), weight);
            return false;
        }
        if (napping) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    private void run() {
        while (true) {
            boolean worked = unspool();
            if (!ring.isEmpty()) {
                faults.reached("mock.publish");
            }
            Captured next = ring.poll();
            if (next != null) {
                lastWork = System.nanoTime();
                inRing.give(next.log().inRing(), next.weight());
                publish(next);
                next.release();
            } else if (!worked) {
                if (closed && ring.isEmpty()) {
                    return;
                }
                nap();
            }
        }
    }

    /** While records keep coming it looks again soon by itself, so that event loops need not wake it; else it waits to be woken. */
    private void nap() {
        if (System.nanoTime() - lastWork < BUSY_NANOS) {
            LockSupport.parkNanos(this, SHORT_NAP_NANOS);
            return;
        }
        napping = true;
        if (ring.isEmpty() && !closed) {
            LockSupport.parkNanos(this, spool.isEmpty() && returned.isEmpty() ? LONG_NAP_NANOS : NAP_NANOS);
        } else if (!ring.isEmpty()) {
            Thread.onSpinWait();
        }
        napping = false;
    }

    private void publish(Captured captured) {
        try {
            List<Outgoing> records = new ArrayList<>(1);
            AttemptLog log = captured.log();
            switch (captured) {
                case Captured.Ready ready ->
                    records.add(new Outgoing(
                            log, KafkaRecords.toProducerRecord(codec.encode(ready.published())), ready.vital()));
                case Captured.OfExchange exchange -> encode(exchange, log, records);
                case Captured.WithBody with -> {
                    Numbered message = with.message(ExchangeRecords.INLINE_BYTES, body -> blob(body, log, records));
                    records.add(new Outgoing(log, KafkaRecords.toProducerRecord(codec.encode(message)), with.vital()));
                }
            }
            for (Outgoing record : records) {
                pass(record);
            }
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "a record of instance %s cannot be published",
                    captured.log().attempt().instance());
            lost(captured.log());
        }
    }

    private void encode(Captured.OfExchange captured, AttemptLog log, List<Outgoing> records) {
        byte[] data = json.write(
                log.attempt(), captured.exchange(), ExchangeRecords.INLINE_BYTES, body -> blob(body, log, records));
        if (data.length > MOST_RECORD_BYTES) {
            data = json.write(log.attempt(), captured.exchange(), 0, body -> blob(body, log, records));
        }
        RawExchange exchange = captured.exchange();
        records.add(new Outgoing(
                log,
                envelope.exchange(log.attempt(), exchange.recordNumber(), data),
                captured.vital(),
                exchange.request().receivedAt().plus(exchange.durationMicros(), ChronoUnit.MICROS)));
    }

    private static BlobRef blob(byte[] content, AttemptLog log, List<Outgoing> records) {
        int count = Math.max(1, (content.length + BlobRef.PART_BYTES - 1) / BlobRef.PART_BYTES);
        BlobRef ref = new BlobRef(Blobs.sha256(content), content.length, count);
        for (int part = 0; part < count; part++) {
            int from = part * BlobRef.PART_BYTES;
            records.add(new Outgoing(
                    log,
                    new ProducerRecord<>(
                            Topic.BLOBS.topicName(),
                            ref.key(part),
                            Arrays.copyOfRange(content, from, Math.min(content.length, from + BlobRef.PART_BYTES))),
                    false));
        }
        return ref;
    }

    private void pass(Outgoing record) {
        boolean room = unacknowledged.get() + record.size() <= mostUnacknowledged;
        if (spool.isEmpty() && returned.isEmpty() && room && send(record)) {
            return;
        }
        AttemptLog log = record.log();
        if (onDisk.take(log.onDisk(), record.size(), record.vital())) {
            if (spool.append(record.record())) {
                spooled.addLast(new Outgoing.Spooled(log, record.vital(), record.size()));
                return;
            }
            onDisk.give(log.onDisk(), record.size());
        }
        lost(log);
    }

    private void lost(AttemptLog log) {
        tally.lostOne();
        log.lost();
    }

    /** Sends what waits, as far as there is room. */
    private boolean unspool() {
        boolean worked = false;
        while (unacknowledged.get() < mostUnacknowledged / 2) {
            Outgoing returnedOne = returned.poll();
            Outgoing next = returnedOne == null ? fromSpool() : returnedOne;
            if (next == null) {
                return worked;
            }
            if (!send(next)) {
                returned.add(next);
                return worked;
            }
            worked = true;
        }
        return worked;
    }

    private @Nullable Outgoing fromSpool() {
        Outgoing.Spooled next = spooled.pollFirst();
        if (next == null) {
            return null;
        }
        AttemptLog log = next.log();
        onDisk.give(log.onDisk(), next.size());
        try {
            ProducerRecord<String, byte[]> record = spool.take();
            return record == null ? null : new Outgoing(log, record, next.vital());
        } catch (IOException e) {
            LOG.error("the capture spool cannot be read: a record is lost", e);
            lost(log);
            return null;
        }
    }

    private boolean send(Outgoing record) {
        unacknowledged.addAndGet(record.size());
        try {
            producer.send(record.record(), (metadata, failure) -> {
                unacknowledged.addAndGet(-record.size());
                if (failure instanceof RetriableException && !closed) {
                    returned.add(record);
                } else if (failure != null) {
                    LOG.errorf(
                            failure,
                            "a captured record for %s was refused",
                            record.record().topic());
                    lost(record.log());
                } else if (record.ended() != null) {
                    tally.published(Duration.between(record.ended(), clock.instant()));
                }
            });
            return true;
        } catch (RuntimeException e) {
            unacknowledged.addAndGet(-record.size());
            LOG.warnf("the broker does not take records now: %s", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
            spool.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the capture spool could not be removed", e);
        }
    }
}
