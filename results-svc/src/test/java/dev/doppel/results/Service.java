package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The service as its neighbours see it: Kafka on one side, REST on the other. */
final class Service implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();
    private final MessageCodec codec = new MessageCodec("/test", Clock.systemUTC());
    private final KafkaProducer<String, byte[]> producer;

    Service(URI base) {
        this.base = base;
        Map<String, Object> config = new HashMap<>(EmbeddedKafka.config());
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        this.producer = new KafkaProducer<>(config);
    }

    void publish(Message... messages) throws Exception {
        for (Message message : messages) {
            Encoded encoded = codec.encode(message);
            send(KafkaRecords.toProducerRecord(encoded));
        }
    }

    /** Without waiting for the broker. */
    void later(Message message) {
        producer.send(KafkaRecords.toProducerRecord(codec.encode(message)));
    }

    void send(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get(10, TimeUnit.SECONDS);
    }

    /** Publishes content in parts. */
    BlobRef blob(byte[] content) throws Exception {
        BlobRef ref = BlobRef.of(Blobs.sha256(content), content.length);
        for (int part = 0; part < ref.parts(); part++) {
            int from = part * BlobRef.PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + BlobRef.PART_BYTES));
            send(new ProducerRecord<>(Topic.BLOBS.topicName(), ref.key(part), bytes));
        }
        return ref;
    }

    /** Status line of a request for another host. */
    String rawStatus(String host) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/v1/results HTTP/1.1\r\nHost: " + host
                                    + "\r\nAuthorization: Bearer test-token\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
        if (headers.length == 0) {
            request.header("Authorization", "Bearer test-token");
        } else {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MessageCodec.json().readTree(response.body());
    }

    /** Asks until the answer fits. */
    HttpResponse<String> await(String path, Predicate<HttpResponse<String>> fits)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        HttpResponse<String> response = get(path);
        while (!fits.test(response)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still " + response.statusCode() + " " + response.body());
            }
            response = get(path);
        }
        return response;
    }

    String awaitOk(String path) throws IOException, InterruptedException {
        return await(path, response -> response.statusCode() == 200).body();
    }

    @Override
    public void close() {
        producer.close();
    }
}
