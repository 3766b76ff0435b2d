package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Upstand;
import dev.doppel.mock.plane.Wire;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hundred megabytes through interception: passed on as they come, never held. */
class LargeBodiesTest {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 100;
    private static final long MOST_MEMORY = 48L << 20;

    private final Plane plane = Plane.start(Duration.ofSeconds(30), null);
    private Upstand orders;

    @AfterEach
    void close() {
        plane.close();
        if (orders != null) {
            orders.close();
        }
    }

    private static long direct() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Test
    void aHundredMegabytesBothWaysCostLittleMemoryAndAreCapturedToTheLimit() throws Exception {
        orders = Upstand.at(plane.address(9), (self, wire) -> {
            for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
                // the request head
            }
            for (int i = 0; i < CHUNKS; i++) {
                wire.read(CHUNK);
            }
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + (long) CHUNKS * CHUNK + "\r\n\r\n");
            byte[] chunk = new byte[CHUNK];
            Arrays.fill(chunk, (byte) 'b');
            for (int i = 0; i < CHUNKS; i++) {
                wire.send(chunk);
            }
        });
        plane.caller("shop", 1).service("orders", 9, orders.port()).runner().apply();
        long before = direct();
        long most = 0;
        byte[] chunk = new byte[CHUNK];
        Arrays.fill(chunk, (byte) 'a');
        try (Wire wire = Wire.plain(plane.address(1), plane.itemAt("orders"))) {
            wire.send("POST /upload HTTP/1.1\r\nHost: orders\r\nContent-Length: " + (long) CHUNKS * CHUNK + "\r\n\r\n");
            for (int i = 0; i < CHUNKS; i++) {
                wire.send(chunk);
                most = Math.max(most, direct() - before);
            }
            assertThat(wire.head().status()).isEqualTo(200);
            for (int i = 0; i < CHUNKS; i++) {
                assertThat(wire.read(CHUNK)[CHUNK - 1]).isEqualTo((byte) 'b');
                most = Math.max(most, direct() - before);
            }
        }
        assertThat(most).as("bytes of buffers while it passed").isLessThan(MOST_MEMORY);
        Exchange exchange = plane.exchange();
        CapturedResponse response = exchange.response();
        assertThat(response).isNotNull();
        assertThat(exchange.request().body().size()).isEqualTo((long) CHUNKS * CHUNK);
        assertThat(exchange.request().body().truncated()).isTrue();
        assertThat(exchange.request().body().text()).hasSize(10 << 20);
        assertThat(response.body().size()).isEqualTo((long) CHUNKS * CHUNK);
        assertThat(response.body().text()).hasSize(10 << 20);
    }
}
