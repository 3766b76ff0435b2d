package dev.doppel.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.request.MarkRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the check of published records finds. */
class ContractCheckTest {
    private final Encoded mark = new MessageCodec("/test", Clock.systemUTC())
            .encode(new MarkRequest(new AttemptId(new InstanceId("i-1"), 1, new Incarnation("a")), "m-1", "wait"));

    private static ConsumerRecord<String, byte[]> record(String topic, Map<String, String> headers, String data) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, value) -> all.add(name, value.getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                topic, 0, 0, 0, TimestampType.CREATE_TIME, 3, bytes.length, "i-1", bytes, all, Optional.empty());
    }

    private String data() {
        return new String(mark.data(), StandardCharsets.UTF_8);
    }

    @Test
    void whatTheCodecWritesFits() {
        assertThat(ContractCheck.problems(record("doppel.requests", mark.headers(), data())))
                .isEmpty();
    }

    @Test
    void eachFaultIsNamed() {
        assertThat(ContractCheck.problems(record("doppel.results", mark.headers(), data())))
                .containsExactly("dev.doppel.mark.request belongs to doppel.requests, not to doppel.results");
        assertThat(ContractCheck.problems(
                        record("doppel.requests", mark.headers(), data().replace("\"label\"", "\"lable\""))))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("label"))
                .anySatisfy(problem -> assertThat(problem).contains("Unrecognized field \"lable\""));
        Map<String, String> headers = new HashMap<>(mark.headers());
        headers.put("ce_time", "noon");
        headers.put("ce_subject", "i-2");
        headers.remove("ce_source");
        assertThat(ContractCheck.problems(record("doppel.requests", headers, data())))
                .containsExactly("ce_subject is i-2, not i-1", "has no header ce_source", "ce_time is no time: noon");
        headers.put("ce_type", "dev.doppel.nothing");
        assertThat(ContractCheck.problems(record("doppel.requests", headers, data())))
                .containsExactly("ce_type is dev.doppel.nothing, which MessageTypes does not list");
    }
}
