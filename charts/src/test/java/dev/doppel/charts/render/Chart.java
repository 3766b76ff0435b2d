package dev.doppel.charts.render;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart of this repository, rendered by Helm itself. */
final class Chart {
    /** Where the checkout is. */
    static final Path ROOT = Path.of(System.getProperty("doppel.root", "..")).toAbsolutePath();

    static final Path DIRECTORY = ROOT.resolve("charts/doppel");

    /** The least that a release with Kafka and Postgres from outside says. */
    static final String EXTERNAL = """
            kafka: {bootstrapServers: "kafka.example.com:9092"}
            postgres: {host: db.example.com, existingSecret: doppel-db}
            """;

    private static final Path UNHOOKED = unhooked();

    private Chart() {}

    static Helm helm() {
        return new Helm(DIRECTORY);
    }

    /** Renders release {@code doppel} in namespace {@code doppel-system}. */
    static Rendered render(String... values) {
        return Rendered.parse(text(values));
    }

    /** Renders the file evaluation.yaml of the chart. */
    static Rendered evaluation() {
        return Rendered.parse(text(DIRECTORY.resolve("evaluation.yaml")));
    }

    /** Later values win. */
    static String text(String... values) {
        List<Path> files = new ArrayList<>();
        try {
            for (String one : values) {
                Path file = Files.createTempFile("values", ".yaml");
                files.add(file);
                Files.writeString(file, one);
            }
            return text(files.toArray(Path[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            files.forEach(file -> file.toFile().delete());
        }
    }

    static String text(Path... values) {
        return text("1.30.0", values);
    }

    static String text(String kubernetes, Path... values) {
        TemplateCommand template = new Helm(UNHOOKED)
                .template()
                .withName("doppel")
                .withNamespace("doppel-system")
                .withKubeVersion(kubernetes);
        for (Path file : values) {
            template.withValuesFile(file);
        }
        return template.call();
    }

    /** The library leaves hooks out of what it renders; in this copy they are ordinary objects whose annotation has another name. */
    private static Path unhooked() {
        Path copy = ROOT.resolve("charts/target/unhooked/doppel");
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(DIRECTORY.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("\"helm.sh/hook", "\"doppel.test/hook"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }
}
