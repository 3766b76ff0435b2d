package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
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

    void send(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get(10, TimeUnit.SECONDS);
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
