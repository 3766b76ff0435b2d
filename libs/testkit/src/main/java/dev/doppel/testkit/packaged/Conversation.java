package dev.doppel.testkit.packaged;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a service says on topics of the {@link EmbeddedKafka}, from their beginning, and what it is told. Thread-safe. */
public final class Conversation implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final MessageCodec codec = new MessageCodec("/test", Clock.systemUTC());
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(EmbeddedKafka.config(), new StringSerializer(), new ByteArraySerializer());
    private final List<Message> heard = new ArrayList<>();
    private final LogReader reader;

    /** @param topics to listen to */
    public Conversation(Topic... topics) throws Exception {
        reader = LogReader.start("test-conversation", EmbeddedKafka.config(), this::take);
        for (Topic topic : topics) {
            reader.fromBeginning(topic.topicName()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null) {
                heard.add(KafkaRecords.read(record));
                notifyAll();
            }
        } catch (UnreadableMessage e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the broker has it. */
    public void say(Message message) throws Exception {
        producer.send(KafkaRecords.toProducerRecord(codec.encode(message))).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The first message of a type that fits, from the beginning; an {@link AssertionError} when none comes. */
    public synchronized <M extends Message> M await(Class<M> type, Predicate<M> fits) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
        while (true) {
            for (Message message : heard) {
                if (type.isInstance(message) && fits.test(type.cast(message))) {
                    return type.cast(message);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no fitting " + type.getSimpleName() + " among " + heard);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        reader.close();
        producer.close(Duration.ofSeconds(5));
    }
}
