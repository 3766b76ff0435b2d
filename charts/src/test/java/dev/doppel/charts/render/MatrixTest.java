package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every values file of the matrix, and evaluation.yaml: rendered for the oldest Kubernetes that the chart accepts and for one that has all it knows of, read
 * strictly, and held to the rules for all objects.
 */
class MatrixTest {
    @TestFactory
    Stream<DynamicTest> everyRenderingIsValidAndKeepsTheRules() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(Chart.ROOT.resolve("charts/src/test/resources/matrix"))) {
            found.sorted().forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(5);
        files.add(Chart.DIRECTORY.resolve("evaluation.yaml"));
        return Stream.of("1.28.0", "1.30.0")
                .flatMap(version -> files.stream()
                        .map(file -> DynamicTest.dynamicTest(file.getFileName() + " on " + version, () -> {
                            Rendered rendered = Rendered.parse(Chart.text(version, file));
                            assertThat(rendered.objects()).hasSizeGreaterThan(20);
                            rendered.objects().forEach(StrictModels::check);
                            new Rules(rendered).check();
                        })));
    }
}
