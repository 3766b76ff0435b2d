package dev.doppel.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    private Path temporary;

    @Test
    void whatDeadPlatformsAndCommandsLeftIsFoundAndNothingElse() throws IOException {
        Path platform = Files.createDirectory(temporary.resolve("doppel-123"));
        Files.writeString(platform.resolve("platform.log"), "");
        Path train = Files.createDirectory(temporary.resolve("doppel-train456"));
        Path build = Files.writeString(temporary.resolve("doppel-build789.log"), "");
        Files.createDirectory(temporary.resolve("doppel-124"));
        Files.createDirectory(temporary.resolve("doppel-training"));

        Instant later = Instant.now().plus(Duration.ofHours(1));
        assertThat(Leftovers.find(temporary, later)).containsExactlyInAnyOrder(platform, train, build);
        assertThat(Leftovers.find(temporary, Instant.now()))
                .as("what a command may still use")
                .containsExactly(platform);

        Leftovers.find(temporary, later).forEach(Leftovers::delete);
        assertThat(Leftovers.find(temporary, later)).isEmpty();
        assertThat(platform).doesNotExist();
    }
}
