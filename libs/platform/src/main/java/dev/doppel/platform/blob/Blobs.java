package dev.doppel.platform.blob;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.event.Topic;
import dev.doppel.platform.log.LogReader;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Content larger than a record may be, addressed by SHA-256, in parts on {@code doppel.blobs}. Publishing the same content twice has no
 * effect. Reading completes when all parts have come, and fails when the digest does not fit. Thread-safe.
 */
public final class Blobs implements AutoCloseable {
    private final LogReader reader;
    private final Function<ProducerRecord<String, byte[]>, CompletableFuture<Void>> producer;
    private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final Map<String, BlobRef> wanted = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> complete;

    /**
     * @param name client id of the reader
     * @param kafkaConfig at least {@code bootstrap.servers}
     * @param producer sends one record; completes when acknowledged
     */
    public Blobs(
            String name,
            Map<String, Object> kafkaConfig,
            Function<ProducerRecord<String, byte[]>, CompletableFuture<Void>> producer) {
        this.producer = producer;
        this.reader = LogReader.start(name, kafkaConfig, this::accept);
        this.complete = reader.fromBeginning(Topic.BLOBS.topicName());
    }

    /** Completes when everything published before this replica started is known. */
    public CompletableFuture<Void> ready() {
        return complete;
    }

    /** Publishes content; completes when the broker has acknowledged every part. */
    public CompletableFuture<BlobRef> publish(byte[] content) {
        int count = Math.max(1, (content.length + BlobRef.PART_BYTES - 1) / BlobRef.PART_BYTES);
        BlobRef ref = new BlobRef(sha256(content), content.length, count);
        CompletableFuture<?>[] sent = new CompletableFuture<?>[count];
        for (int part = 0; part < count; part++) {
            int from = part * BlobRef.PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + BlobRef.PART_BYTES));
            sent[part] = parts.containsKey(ref.key(part))
                    ? CompletableFuture.completedFuture(null)
                    : producer.apply(new ProducerRecord<>(Topic.BLOBS.topicName(), ref.key(part), bytes));
        }
        return CompletableFuture.allOf(sent).thenApply(done -> ref);
    }

    /** The content; completes when every part has come, exceptionally when it does not fit its digest. */
    public CompletableFuture<byte[]> get(BlobRef ref) {
        CompletableFuture<byte[]> future = waiting.computeIfAbsent(ref.sha256(), sha -> new CompletableFuture<>());
        wanted.put(ref.sha256(), ref);
        assemble(ref);
        return future;
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            parts.remove(record.key());
            return;
        }
        parts.put(record.key(), value);
        BlobRef ref =
                wanted.get(record.key().substring(0, Math.max(0, record.key().lastIndexOf('/'))));
        if (ref != null) {
            assemble(ref);
        }
    }

    private void assemble(BlobRef ref) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream((int) Math.min(ref.size(), Integer.MAX_VALUE - 8));
        for (int part = 0; part < ref.parts(); part++) {
            byte @Nullable [] bytes = parts.get(ref.key(part));
            if (bytes == null) {
                return;
            }
            whole.writeBytes(bytes);
        }
        wanted.remove(ref.sha256());
        CompletableFuture<byte[]> future = waiting.remove(ref.sha256());
        if (future == null) {
            return;
        }
        byte[] content = whole.toByteArray();
        if (content.length == ref.size() && sha256(content).equals(ref.sha256())) {
            future.complete(content);
        } else {
            future.completeExceptionally(
                    new IllegalStateException("blob " + ref.sha256() + " does not fit its digest"));
        }
    }

    /** Lower-case hex SHA-256. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
