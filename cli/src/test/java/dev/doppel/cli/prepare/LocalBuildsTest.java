package dev.doppel.cli.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a project's own build commands run. */
class LocalBuildsTest {
    @TempDir
    Path directory;

    private Path project;

    @BeforeEach
    void project() throws IOException {
        project = Files.createDirectories(directory.resolve("shop"));
        Path definitions = Files.createDirectories(project.resolve(".dokkimi"));
        Files.writeString(project.resolve("source.txt"), "1");
        Files.writeString(definitions.resolve("a.yaml"), """
                name: a
                items: [{type: WORKER, name: w, image: shop/w}]
                """);
        Files.writeString(definitions.resolve("local.yaml"), """
                images:
                  - match: shop/*
                    command: [sleep, "1"]
                    build: [sh, -c, "mkdir -p out/deep && cp source.txt out/deep/copy.txt"]
                    inputs: [source.txt]
                """);
    }

    private int builds() {
        List<String> said = new ArrayList<>();
        LocalBuilds.run(Selected.load(null, project, Map.of(), false), directory.resolve("state"), said::add);
        return (int) said.stream().filter(line -> line.startsWith("Building ")).count();
    }

    @Test
    void aBuildRunsWhenAnInputChangedOrAnOutputIsGoneAndElseNot() throws IOException {
        assertThat(builds()).as("first").isEqualTo(1);
        assertThat(builds()).as("nothing changed").isZero();
        Files.writeString(project.resolve("source.txt"), "2");
        assertThat(builds()).as("an input changed").isEqualTo(1);
        Path copy = project.resolve("out/deep/copy.txt");
        assertThat(copy).hasContent("2");
        Files.delete(copy);
        assertThat(builds()).as("an output is gone").isEqualTo(1);
        assertThat(copy).hasContent("2");
        assertThat(builds()).as("nothing changed again").isZero();
    }
}
