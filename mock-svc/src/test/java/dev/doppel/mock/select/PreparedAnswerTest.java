package dev.doppel.mock.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.MockSpec;
import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreparedAnswerTest {
    /** Environments come and go for months, and nobody releases what their mocks answer: no buffer of it may wait for that. */
    @Test
    void itsBytesAreTheCollectorsToFree() {
        MockSpec mock =
                new MockSpec(0, "any", null, "api.example", null, "*", null, null, 0, 200, Map.of(), "{\"n\":1}");
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID); // every buffer that waits is wrapped
        try {
            ByteBuf whole = PreparedAnswer.of(mock, 1024).http1();
            assertThat(whole.release()).isFalse();
            assertThat(whole.toString(StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("{\"n\":1}");
            for (ByteBuf inner = whole; inner != null; inner = inner.unwrap()) {
                assertThat(inner.getClass().getSimpleName()).doesNotContain("Leak");
            }
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }
}
