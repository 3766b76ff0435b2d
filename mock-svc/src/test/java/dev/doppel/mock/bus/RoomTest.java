package dev.doppel.mock.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How attempts share what there is for records. */
class RoomTest {
    private final Room room = new Room(1000);

    @Test
    void anAttemptHoldsAtMostWhatItLeavesFree() {
        AtomicLong flood = new AtomicLong();
        assertThat(room.take(flood, 500, false)).isTrue();
        assertThat(room.take(flood, 1, false)).isFalse();
        AtomicLong other = new AtomicLong();
        assertThat(room.take(other, 250, false)).isTrue();
        assertThat(room.take(other, 1, false)).isFalse();
        assertThat(room.take(other, 250, true))
                .as("what a test waits for may use all")
                .isTrue();
        assertThat(room.take(other, 1, true)).as("but no more than all").isFalse();
        room.give(flood, 500);
        assertThat(room.held()).isEqualTo(500);
        assertThat(flood).hasValue(0);
    }

    @Test
    void whatAFloodIsRefusedIsNeverMissingForAnother() throws Exception {
        AtomicLong flood = new AtomicLong();
        assertThat(room.take(flood, 500, false)).isTrue();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> flooding = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                flooding.add(threads.submit(() -> {
                    while (!over.get()) {
                        assertThat(room.take(flood, 450, false)).isFalse();
                    }
                }));
            }
            AtomicLong other = new AtomicLong();
            try {
                for (int i = 0; i < 500_000; i++) {
                    assertThat(room.take(other, 60, false)).as("try %d", i).isTrue();
                    room.give(other, 60);
                }
            } finally {
                over.set(true);
            }
            for (Future<?> one : flooding) {
                one.get();
            }
        }
        assertThat(room.held()).isEqualTo(500);
    }
}
