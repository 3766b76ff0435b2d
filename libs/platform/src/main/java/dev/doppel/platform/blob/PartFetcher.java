package dev.doppel.platform.blob;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single records again from where they lie. Its consumer is made when first needed. Thread-safe. */
final class PartFetcher implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int FETCH_BYTES = 1 << 20;

    private final Map<String, Object> config;
    private final ExecutorService thread;
    private @Nullable KafkaConsumer<String, byte[]> consumer; // confined to the thread

    PartFetcher(String name, Map<String, Object> kafkaConfig) {
        this.config = new HashMap<>(kafkaConfig);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("fetch-" + name).daemon().factory());
    }

    /** Runs a read of several parts on the fetching thread. */
    CompletableFuture<byte[]> submit(Reading reading) {
        return CompletableFuture.supplyAsync(() -> reading.read(this::at), thread);
    }

    /** Puts content together out of parts. */
    interface Reading {
        byte[] read(Source source);
    }

    /** The value of one record. */
    interface Source {
        /** @return null when the record is there no more */
        byte @Nullable [] at(TopicPartition partition, long offset, String key);
    }

    private byte @Nullable [] at(TopicPartition partition, long offset, String key) {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(config);
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                return record.offset() == offset && key.equals(record.key()) ? record.value() : null;
            }
        }
        throw new IllegalStateException(
                "Kafka did not return " + partition + " at offset " + offset + " within " + LIMIT.toSeconds() + " s");
    }

    @Override
    public void close() {
        thread.execute(() -> {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            }
        });
        thread.shutdown();
        try {
            thread.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
