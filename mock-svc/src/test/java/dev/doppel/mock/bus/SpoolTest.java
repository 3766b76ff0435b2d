package dev.doppel.mock.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits on disk comes back as it was, in order, in a file that never grows beyond its limit however long the broker is slow. */
class SpoolTest {
    private static final long SEED = 20_260_727;
    private static final int LIMIT = 4096;

    @TempDir
    private Path directory;

    @Test
    void placesAreUsedAgainAsSoonAsTheyAreRead() throws Exception {
        Random random = new Random(SEED);
        Deque<ProducerRecord<String, byte[]>> expected = new ArrayDeque<>();
        int refused = 0;
        try (Spool spool = new Spool(directory, LIMIT)) {
            for (int i = 0; i < 5_000; i++) {
                if (random.nextInt(10) < 6) {
                    ProducerRecord<String, byte[]> record = record(random, i);
                    if (spool.append(record)) {
                        expected.addLast(record);
                    } else {
                        refused++;
                    }
                } else if (expected.size() > 1) {
                    assertSame(spool.take(), expected.removeFirst());
                }
                assertThat(size()).isLessThanOrEqualTo(LIMIT);
            }
            assertThat(refused).as("seed " + SEED).isPositive();
            while (!expected.isEmpty()) {
                assertSame(spool.take(), expected.removeFirst());
            }
            assertThat(spool.isEmpty()).isTrue();
            assertThat(spool.take()).isNull();
        }
    }

    private static ProducerRecord<String, byte[]> record(Random random, int number) {
        byte[] value = new byte[random.nextInt(900)];
        random.nextBytes(value);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("topic", "key" + number, value);
        record.headers().add("name", ("value" + number).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return record;
    }

    private static void assertSame(
            @Nullable ProducerRecord<String, byte[]> actual, ProducerRecord<String, byte[]> expected) {
        assertThat(text(actual)).isEqualTo(text(expected));
    }

    private static String text(@Nullable ProducerRecord<String, byte[]> record) {
        return record == null
                ? "nothing"
                : record.topic() + " " + record.key() + " " + HexFormat.of().formatHex(record.value()) + " "
                        + record.headers();
    }

    private long size() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            return Files.size(files.iterator().next());
        }
    }
}
