package dev.doppel.runner.bus;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.runner.attempt.Wires;
import dev.doppel.runner.config.RunnerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** What runner-svc sends. Thread-safe. */
@ApplicationScoped
public class RunnerOut implements Wires {
    private static final Logger LOG = Logger.getLogger(RunnerOut.class);

    private final Emitter<byte[]> requests;
    private final Emitter<byte[]> results;
    private final ServiceIdentity identity;
    private final MessageCodec codec;
    private final RunnerMeters meters;

    RunnerOut(
            RunnerConfig config,
            RunnerMeters meters,
            @Channel("runner-requests-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 100_000)
                    Emitter<byte[]> requests,
            @Channel("runner-results-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 100_000)
                    Emitter<byte[]> results) {
        this.meters = meters;
        this.requests = requests;
        this.results = results;
        this.identity = ServiceIdentity.start("runner", config.replica());
        this.codec = new MessageCodec(identity.source(), Clock.systemUTC());
    }

    /** Name of this replica. */
    public String replica() {
        return identity.replica().value();
    }

    @Override
    public void ask(Message request) {
        send(requests, codec.encode(request));
    }

    @Override
    public void decided(Duration lag) {
        meters.decided(lag);
    }

    @Override
    public void tell(ResultMessage result) {
        send(results, codec.encode(result));
    }

    /** Sends a result; completes when the broker has it. */
    CompletionStage<Void> told(ResultMessage result) {
        return KafkaRecords.send(results, codec.encode(result));
    }

    /** Puts a record aside that nobody can read. */
    void dead(ConsumerRecord<String, byte[]> record, String why) {
        LOG.warnf("a record at %s cannot be read and is put aside: %s", KafkaRecords.where(record), why);
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        headers.put("doppel-origin", KafkaRecords.where(record));
        String key = record.key() == null ? "" : record.key();
        send(results, new Encoded(Topic.DEAD, key, headers, record.value() == null ? new byte[0] : record.value()));
    }

    private static void send(Emitter<byte[]> channel, Encoded message) {
        KafkaRecords.send(channel, message).exceptionally(failure -> {
            LOG.warnf(
                    failure,
                    "a message to %s could not be sent",
                    message.topic().topicName());
            return null;
        });
    }
}
