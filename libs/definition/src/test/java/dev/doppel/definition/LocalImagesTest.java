package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.local.LocalImage;
import dev.doppel.definition.local.LocalImages;
import dev.doppel.definition.model.EnvVar;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.LocalImagesReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The mapping of images to local commands (spec 12.7). */
class LocalImagesTest {
    private final Problems problems = new Problems();

    private LocalImages read(String yaml) {
        return LocalImagesReader.read(MemoryTree.ofTexts(Map.of(".dokkimi/local.yaml", yaml)), ".dokkimi", problems);
    }

    @Test
    void theFirstMatchWins() {
        LocalImages images = read("""
                images:
                  - match: shop/payment:*
                    command: [java, -jar, payment.jar]
                    workdir: services/payment
                    env: { A: '1' }
                    build: [mvn, package]
                    inputs: ['services/payment/src/**']
                  - match: '*'
                    command: [./run]
                """);
        assertThat(problems.list()).isEmpty();
        LocalImage payment = images.find("shop/payment:1.2").orElseThrow();
        assertThat(payment.workdir()).isEqualTo("services/payment");
        assertThat(payment.env()).containsExactly(new EnvVar("A", "1"));
        assertThat(payment.build()).containsExactly("mvn", "package");
        assertThat(images.find("registry.io/shop/other").orElseThrow().command())
                .containsExactly("./run");
        assertThat(LocalImages.NONE.find("x")).isEmpty();
    }

    @Test
    void mistakesAreReportedWithTheirPlace() {
        assertThat(read("images:\n  - match: x\n  - { match: y, command: [a], workdir: ../out, biuld: [z] }\n")
                        .images())
                .isEmpty();
        assertThat(problems.list().stream().map(Problem::toString))
                .containsExactlyInAnyOrder(
                        ".dokkimi/local.yaml:2:5: error: images[0]: 'command' is missing; a list: program and arguments",
                        ".dokkimi/local.yaml:3:40: error: images[1].workdir: 'workdir' is '../out'; a path relative to the project root, inside it",
                        ".dokkimi/local.yaml:3:48: warning: images[1].biuld: unknown key 'biuld', ignored; did you mean 'build'?");
    }
}
