package dev.doppel.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {
    @TempDir
    Path directory;

    private ImagePlan plan() throws IOException {
        Path app = Files.createDirectories(directory.resolve("app/lib"));
        Files.writeString(app.resolve("library.jar"), "library");
        Files.writeString(app.resolveSibling("application.jar"), "application");
        Map<String, Path> layers = new LinkedHashMap<>();
        layers.put("/app/lib", app);
        layers.put("/app", app.getParent());
        return new ImagePlan(
                "doppel/thing-svc:1",
                layers,
                List.of("/opt/java/bin/java", "-XX:AOTCache=/aot/app.aot", "-jar"),
                10001,
                8080,
                Map.of("A", "b"),
                true);
    }

    private Path write(String name) throws IOException {
        Path root = Files.createDirectories(directory.resolve("root/opt/java/bin"));
        Path program = Files.writeString(root.resolve("java"), "program");
        program.toFile().setExecutable(true);
        Path recorded = Files.writeString(directory.resolve("recorded"), "cache");
        Path archive = directory.resolve(name);
        new ImageWriter("scratch", directory.resolve("caches"))
                .write(plan(), directory.resolve("root"), recorded, archive);
        return archive;
    }

    @Test
    void anArchiveHoldsRootApplicationAndWhatWasRecorded() throws IOException {
        Archive archive = Archive.unpack(write("one.tar"), directory.resolve("unpacked"));
        assertThat(archive.user()).isEqualTo(10001);
        assertThat(archive.entrypoint()).startsWith("/opt/java/bin/java");
        assertThat(archive.layers()).as("base, libraries, application, start").isEqualTo(4);
        assertThat(archive.root().resolve("app/application.jar")).hasContent("application");
        assertThat(archive.root().resolve("app/lib/library.jar")).hasContent("library");
        assertThat(archive.root().resolve("aot/app.aot")).hasContent("cache");
        assertThat(Files.isExecutable(archive.root().resolve("opt/java/bin/java")))
                .isTrue();
        assertThat(Files.getLastModifiedTime(archive.root().resolve("app/application.jar"))
                        .toInstant())
                .as("the time that recordings are made with")
                .isEqualTo(Trees.TIME);
    }

    @Test
    void anImageThatIsLoadedIntoANodeIsFoundUnderTheNameThatPodsSay() throws IOException {
        Archive.unpack(write("named.tar"), directory.resolve("unpacked"));
        JsonNode notes = new ObjectMapper()
                .readTree(directory.resolve("unpacked/layout/index.json").toFile())
                .at("/manifests/0/annotations");
        assertThat(notes.path("org.opencontainers.image.ref.name").asText()).isEqualTo("doppel/thing-svc:1");
        assertThat(notes.path("io.containerd.image.name").asText()).isEqualTo("docker.io/doppel/thing-svc:1");
        assertThat(ContainerdName.whole("registry.example.com/team/a:1")).isEqualTo("registry.example.com/team/a:1");
        assertThat(ContainerdName.whole("postgres:16")).isEqualTo("docker.io/library/postgres:16");
    }

    @Test
    void equalContentsGiveEqualArchives() throws IOException {
        assertThat(write("two.tar")).hasSameBinaryContentAs(write("three.tar"));
    }

    @Test
    void trainingRecordsWhereAStartWouldRead() throws IOException {
        assertThat(plan().training()).containsExactly("/opt/java/bin/java", "-XX:AOTCacheOutput=/aot/app.aot", "-jar");
        assertThat(plan().shortName()).isEqualTo("thing-svc");
    }
}
