package dev.doppel.scheduler.world;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything that is said on the topics, in memory, to be waited for; and a voice of one's own. Thread-safe. */
public final class Log implements AutoCloseable {
    private final List<Message> all = new ArrayList<>();
    private final List<String> tombstones = new ArrayList<>();
    private final List<Consumer<Message>> listeners = new ArrayList<>();
    private final KafkaProducer<String, byte[]> producer;
    private final LogReader reader;
    private final MessageCodec codec = new MessageCodec("/test", Clock.systemUTC());

    public Log() {
        Map<String, Object> config = new HashMap<>(EmbeddedKafka.config());
        config.put("linger.ms", 0);
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        reader = LogReader.start("test-log", EmbeddedKafka.config(), this::accept);
        for (Topic topic : List.of(Topic.ENVIRONMENTS, Topic.INSTANCES, Topic.EVIDENCE, Topic.RESULTS, Topic.BLOBS)) {
            reader.fromBeginning(topic.topicName()).join();
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        List<Consumer<Message>> told;
        Message message;
        synchronized (this) {
            if (record.value() == null) {
                tombstones.add(record.key());
                notifyAll();
                return;
            }
            if (record.topic().equals(Topic.BLOBS.topicName())
                    || record.headers().lastHeader("ce_type") == null) {
                return;
            }
            try {
                message = KafkaRecords.read(record);
            } catch (UnreadableMessage e) {
                throw new IllegalStateException(e);
            }
            all.add(message);
            notifyAll();
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.accept(message));
    }

    /** Calls back for each message from now on, on the reader's thread. */
    public synchronized void listen(Consumer<Message> listener) {
        listeners.add(listener);
    }

    public void say(Message message) {
        Encoded encoded = codec.encode(message);
        producer.send(KafkaRecords.toProducerRecord(encoded));
        producer.flush();
    }

    /** A record that is no message. */
    public void noise(Topic topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.topicName(), key, value));
        producer.flush();
    }

    /** Waits for the first message of a type that fits, from the beginning of this log. */
    public <M extends Message> M await(Class<M> type, Predicate<M> fits) {
        return await(type, fits, 1);
    }

    /** Waits for the n-th message of a type that fits. */
    public <M extends Message> M await(Class<M> type, Predicate<M> fits, int n) {
        return await(type, fits, n, Duration.ofSeconds(20));
    }

    /** The same, where it may take longer: when processes are started. */
    public <M extends Message> M await(Class<M> type, Predicate<M> fits, int n, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            while (true) {
                List<M> fitting = all(type, fits);
                if (fitting.size() >= n) {
                    return fitting.get(n - 1);
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("no fitting " + type.getSimpleName() + " came; heard: " + heard());
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    private String heard() {
        StringBuilder text = new StringBuilder();
        all.stream()
                .skip(Math.max(0, all.size() - 40))
                .forEach(m -> text.append('\n').append(m));
        return text.toString();
    }

    public synchronized <M extends Message> List<M> all(Class<M> type, Predicate<M> fits) {
        return all.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(fits)
                .toList();
    }

    /** Waits for the deletion of a key. */
    public void awaitTombstone(String key) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        synchronized (this) {
            while (!tombstones.contains(key)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("key " + key + " was not deleted");
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Override
    public void close() {
        reader.close();
        producer.close(Duration.ofSeconds(1));
    }
}
