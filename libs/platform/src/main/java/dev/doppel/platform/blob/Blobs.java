package dev.doppel.platform.blob;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.event.Topic;
import dev.doppel.platform.log.LogReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Content larger than a record may be, addressed by SHA-256, in parts on {@code doppel.blobs}. Publishing the same content twice has no
 * effect. Reading completes when all parts have come, and fails when the digest does not fit. Thread-safe.
 *
 * <p>Memory is bounded: of every part only its place in the log is kept (about 300 bytes, for the newest {@value #MOST_PARTS} parts), of
 * contents the last {@value #CACHE_BYTES} bytes that came or were asked for. What is in memory no more is read again from Kafka.
 */
public final class Blobs implements AutoCloseable {
    /** Parts held in memory, bytes. */
    public static final long CACHE_BYTES = 16 << 20;

    /** Parts whose place is remembered. */
    public static final int MOST_PARTS = 200_000;

    /** Longest content. */
    public static final long MOST_BYTES = 64 << 20;

    private static final int MOST_WAITING = 10_000;

    private final LogReader reader;
    private final PartFetcher fetcher;
    private final Function<ProducerRecord<String, byte[]>, CompletableFuture<Void>> producer;
    private final CompletableFuture<Void> complete;
    private final Object lock = new Object();
    private final PartCache cache; // these three under the lock
    private final Map<String, Place> places = new Bounded<>(MOST_PARTS, gone -> {});
    private final Map<String, Waiting> waiting = new Bounded<>(
            MOST_WAITING,
            gone -> gone.future().completeExceptionally(new IllegalStateException("too many wait for blobs")));

    private record Place(TopicPartition partition, long offset) {}

    private record Waiting(BlobRef ref, CompletableFuture<byte[]> future) {}

    /** Forgets its eldest entries beyond a number of them. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;
        private final int most;
        private final transient java.util.function.Consumer<V> forgotten;

        Bounded(int most, java.util.function.Consumer<V> forgotten) {
            this.most = most;
            this.forgotten = forgotten;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            if (size() <= most) {
                return false;
            }
            forgotten.accept(eldest.getValue());
            return true;
        }
    }

    /**
     * @param name client id of the reader
     * @param kafkaConfig at least {@code bootstrap.servers}
     * @param producer sends one record; completes when acknowledged
     */
    public Blobs(
            String name,
            Map<String, Object> kafkaConfig,
            Function<ProducerRecord<String, byte[]>, CompletableFuture<Void>> producer) {
        this(name, kafkaConfig, producer, CACHE_BYTES);
    }

    /** @param cacheBytes parts held in memory, bytes */
    public Blobs(
            String name,
            Map<String, Object> kafkaConfig,
            Function<ProducerRecord<String, byte[]>, CompletableFuture<Void>> producer,
            long cacheBytes) {
        this.producer = producer;
        this.cache = new PartCache(cacheBytes);
        this.fetcher = new PartFetcher(name + "-parts", kafkaConfig);
        this.reader = LogReader.start(name, kafkaConfig, this::accept);
        this.complete = reader.fromBeginning(Topic.BLOBS.topicName());
    }

    /** Completes when everything published before this replica started is known. */
    public CompletableFuture<Void> ready() {
        return complete;
    }

    /** Bytes of content in memory now, at most what the cache was given. */
    public long heldBytes() {
        synchronized (lock) {
            return cache.bytes();
        }
    }

    /**
     * Publishes content; completes when the broker has acknowledged every part.
     *
     * @throws IllegalArgumentException when it is longer than {@link #MOST_BYTES}
     */
    public CompletableFuture<BlobRef> publish(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "content of " + content.length + " bytes is too long for doppel.blobs, at most " + MOST_BYTES);
        }
        BlobRef ref = BlobRef.of(sha256(content), content.length);
        CompletableFuture<?>[] sent = new CompletableFuture<?>[ref.parts()];
        for (int part = 0; part < sent.length; part++) {
            int from = part * BlobRef.PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + BlobRef.PART_BYTES));
            sent[part] = known(ref.key(part))
                    ? CompletableFuture.completedFuture(null)
                    : producer.apply(new ProducerRecord<>(Topic.BLOBS.topicName(), ref.key(part), bytes));
        }
        return CompletableFuture.allOf(sent).thenApply(done -> ref);
    }

    private boolean known(String key) {
        synchronized (lock) {
            return places.containsKey(key);
        }
    }

    /**
     * The content; completes when every part has come, exceptionally when it does not fit its digest. Each caller gets a future of its own:
     * ending it early ends nobody else's.
     */
    public CompletableFuture<byte[]> get(BlobRef ref) {
        if (ref.size() < 0 || ref.size() > MOST_BYTES) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "blob " + ref.sha256() + " claims " + ref.size() + " bytes, at most " + MOST_BYTES + " are read"));
        }
        CompletableFuture<byte[]> mine;
        synchronized (lock) {
            mine = waiting.computeIfAbsent(ref.sha256(), sha -> new Waiting(ref, new CompletableFuture<>()))
                    .future()
                    .copy();
        }
        assemble(ref.sha256());
        return mine;
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        byte[] value = record.value();
        synchronized (lock) {
            if (value == null) {
                places.remove(key);
                cache.remove(key);
                return;
            }
            places.put(key, new Place(new TopicPartition(record.topic(), record.partition()), record.offset()));
            cache.put(key, value);
        }
        assemble(key.substring(0, Math.max(0, key.lastIndexOf('/'))));
    }

    /** Completes those who wait for this content, when all its parts are known. */
    private void assemble(String sha256) {
        Waiting wanted;
        byte[][] here;
        boolean whole = true;
        synchronized (lock) {
            wanted = waiting.get(sha256);
            if (wanted == null) {
                return;
            }
            here = new byte[wanted.ref().parts()][];
            for (int part = 0; part < here.length; part++) {
                String key = wanted.ref().key(part);
                if (!places.containsKey(key)) {
                    return;
                }
                byte @Nullable [] bytes = cache.get(key);
                if (bytes == null) {
                    whole = false;
                } else {
                    here[part] = bytes;
                }
            }
            waiting.remove(sha256);
        }
        BlobRef ref = wanted.ref();
        CompletableFuture<byte[]> content = whole
                ? CompletableFuture.completedFuture(join(here))
                : fetcher.submit(source -> fetched(ref, here, source));
        content.whenComplete((bytes, failure) -> {
            if (failure != null) {
                wanted.future().completeExceptionally(failure);
            } else if (bytes.length == ref.size() && sha256(bytes).equals(sha256)) {
                wanted.future().complete(bytes);
            } else {
                wanted.future()
                        .completeExceptionally(
                                new IllegalStateException("blob " + sha256 + " does not fit its digest"));
            }
        });
    }

    private byte[] fetched(BlobRef ref, byte[][] here, PartFetcher.Source source) {
        for (int part = 0; part < here.length; part++) {
            if (here[part] == null) {
                here[part] = part(ref.key(part), source);
            }
        }
        return join(here);
    }

    private byte[] part(String key, PartFetcher.Source source) {
        Place tried = null;
        while (true) {
            Place place;
            synchronized (lock) {
                place = places.get(key);
            }
            if (place == null || place.equals(tried)) {
                throw new IllegalStateException("blob part " + key + " is no longer on doppel.blobs");
            }
            byte @Nullable [] bytes = source.at(place.partition(), place.offset(), key);
            if (bytes != null) {
                synchronized (lock) {
                    cache.put(key, bytes);
                }
                return bytes;
            }
            tried = place; // compacted away if it was published again since: then its place has changed
        }
    }

    private static byte[] join(byte[][] parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
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
        fetcher.close();
    }
}
