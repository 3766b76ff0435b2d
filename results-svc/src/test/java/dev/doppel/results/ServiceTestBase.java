package dev.doppel.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.result.Verdict;
import dev.doppel.platform.log.LogReader;
import dev.doppel.results.mask.SecretValues;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.results.store.Forget;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The service with a real broker and a real database, and what its tests share. */
abstract class ServiceTestBase {
    @TestHTTPResource("/")
    URI base;

    @Inject
    Forget forget;

    @Inject
    SecretValues secrets;

    @Inject
    EvidenceQueries queries;

    Service service;
    Sample sample;

    @BeforeEach
    void open() {
        service = new Service(base);
        sample = new Sample("run-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @AfterEach
    void close() {
        service.close();
    }

    String path(String tail) {
        return "/api/v1/results/" + sample.run() + tail;
    }

    void publishAll(List<Message> messages) throws Exception {
        service.publish(messages.toArray(Message[]::new));
    }

    void publishEverything() throws Exception {
        publishAll(sample.everyKind());
        service.publish(
                sample.exchange("charges", 1, 1, "orders", null),
                sample.exchange("charges", 1, 2, "api.stripe.com", null),
                sample.ended(Verdict.ERROR));
    }

    static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("exchanges").forEach(exchange -> ids.add(exchange.path("id").asText()));
        return ids;
    }

    static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names of the cases of a suite, each with what became of it. */
    static List<String> cases(Document junit, String suite) {
        List<String> found = new ArrayList<>();
        NodeList cases = junit.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            if (one.getAttribute("classname").equals(suite)) {
                NodeList inside = one.getElementsByTagName("*");
                String outcome = inside.getLength() == 0 ? "" : " " + ((Element) inside.item(0)).getTagName();
                found.add(one.getAttribute("name") + outcome);
            }
        }
        return found;
    }

    static ConsumerRecord<String, byte[]> firstOf(Topic topic, String key) throws Exception {
        CompletableFuture<ConsumerRecord<String, byte[]>> found = new CompletableFuture<>();
        try (LogReader reader = LogReader.start("test-" + topic, EmbeddedKafka.config(), record -> {
            if (key.equals(record.key())) {
                found.complete(record);
            }
        })) {
            reader.fromBeginning(topic.topicName());
            return found.get(20, TimeUnit.SECONDS);
        }
    }
}
