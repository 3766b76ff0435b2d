package dev.doppel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.event.Topic;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BlobsTest {
    private static final long MEBIBYTE = 1 << 20;
    private static KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void connect() {
        Map<String, Object> config = new HashMap<>(EmbeddedKafka.config());
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        producer = new KafkaProducer<>(config);
    }

    @AfterAll
    static void disconnect() {
        producer.close();
    }

    private static CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        producer.send(record, (meta, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    private static Blobs blobs(String name, long cacheBytes) {
        return new Blobs(name, EmbeddedKafka.config(), BlobsTest::send, cacheBytes);
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[1_300_000];
        new Random(seed).nextBytes(content);
        return content;
    }

    @Test
    void contentOfSeveralPartsArrivesWhole() throws Exception {
        try (Blobs writer = blobs("blobs-w", Blobs.CACHE_BYTES);
                Blobs reader = blobs("blobs-r", Blobs.CACHE_BYTES)) {
            BlobRef ref = writer.publish(content(7)).get(10, TimeUnit.SECONDS);
            assertThat(ref.parts()).isEqualTo(3);
            assertThat(reader.get(ref).get(10, TimeUnit.SECONDS)).isEqualTo(content(7));
        }
    }

    @Test
    void whatIsInMemoryNoMoreIsReadAgain() throws Exception {
        try (Blobs blobs = blobs("blobs-small", MEBIBYTE)) {
            List<BlobRef> refs = new ArrayList<>();
            for (int seed = 100; seed < 106; seed++) {
                refs.add(blobs.publish(content(seed)).get(10, TimeUnit.SECONDS));
            }
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < refs.size(); i++) {
                    assertThat(blobs.get(refs.get(i)).get(20, TimeUnit.SECONDS)).isEqualTo(content(100 + i));
                    assertThat(blobs.heldBytes()).isLessThanOrEqualTo(MEBIBYTE);
                }
            }
        }
    }

    @Test
    void aReplicaThatStartsLaterReadsFromTheLog() throws Exception {
        BlobRef ref;
        try (Blobs writer = blobs("blobs-early", Blobs.CACHE_BYTES)) {
            ref = writer.publish(content(8)).get(10, TimeUnit.SECONDS);
        }
        try (Blobs late = blobs("blobs-late", 0)) {
            late.ready().get(10, TimeUnit.SECONDS);
            assertThat(late.heldBytes()).isZero();
            assertThat(late.get(ref).get(20, TimeUnit.SECONDS)).isEqualTo(content(8));
        }
    }

    @Test
    void oneWhoGivesUpTakesNothingFromAnother() throws Exception {
        byte[] content = content(9);
        try (Blobs blobs = blobs("blobs-two", MEBIBYTE)) {
            BlobRef ref = BlobRef.of(Blobs.sha256(content), content.length);
            CompletableFuture<byte[]> impatient = blobs.get(ref);
            CompletableFuture<byte[]> patient = blobs.get(ref);
            impatient.completeExceptionally(new java.util.concurrent.TimeoutException());
            blobs.publish(content).get(10, TimeUnit.SECONDS);
            assertThat(patient.get(20, TimeUnit.SECONDS)).isEqualTo(content);
            assertThat(blobs.get(ref).get(20, TimeUnit.SECONDS)).isEqualTo(content);
        }
    }

    @Test
    void aWithdrawnPartIsKnownNoMore() throws Exception {
        byte[] content = {1, 2, 3, 4, 5, 6};
        try (Blobs blobs = blobs("blobs-gone", MEBIBYTE)) {
            BlobRef ref = blobs.publish(content).get(10, TimeUnit.SECONDS);
            assertThat(blobs.get(ref).get(10, TimeUnit.SECONDS)).isEqualTo(content);
            send(new ProducerRecord<>(Topic.BLOBS.topicName(), ref.key(0), null))
                    .get(10, TimeUnit.SECONDS);
            try (Blobs later = blobs("blobs-gone-later", MEBIBYTE)) {
                later.ready().get(10, TimeUnit.SECONDS);
                assertThat(later.get(ref)).isNotDone();
            }
        }
    }

    @Test
    void contentThatDoesNotFitItsDigestIsRefused() throws Exception {
        String sha = "ab".repeat(32);
        try (Blobs blobs = blobs("blobs-forged", MEBIBYTE)) {
            send(new ProducerRecord<>(Topic.BLOBS.topicName(), sha + "/0", new byte[] {1}))
                    .get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> blobs.get(BlobRef.of(sha, 1)).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("does not fit its digest");
            assertThatThrownBy(
                            () -> blobs.get(BlobRef.of(sha, Long.MAX_VALUE / 2)).get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("at most");
        }
    }
}
