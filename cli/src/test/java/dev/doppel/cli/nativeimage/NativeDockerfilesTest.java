package dev.doppel.cli.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is no Docker here that could build them; so they are read. */
class NativeDockerfilesTest {
    private static final Path ROOT = Path.of(System.getProperty("doppel.root"));

    private static String dockerfile(String module) throws IOException {
        return Files.readString(ROOT.resolve(module).resolve("src/main/docker/Dockerfile.native"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc", "cli"})
    void eachMakesItsSourcesCompilesThemAndLeavesOnlyTheExecutable(String module) throws IOException {
        String text = dockerfile(module);
        assertThat(text.lines().filter(line -> line.startsWith("FROM ")))
                .containsExactly("FROM ${MAVEN} AS sources", "FROM ${MANDREL} AS build", "FROM ${BASE}");
        assertThat(text)
                .contains("-Dnative -Dquarkus.native.sources-only=true")
                .contains("-pl " + module + " -am package")
                .contains("/code/" + module + "/target/");
        String last = text.substring(text.indexOf("FROM ${BASE}"));
        assertThat(last.lines().filter(line -> line.startsWith("COPY "))).hasSize(1);
        assertThat(last).contains("USER 10001:10001");
    }

    @Test
    void theCommandIsCompiledAsItsPomDoes() throws IOException {
        String pom = Files.readString(ROOT.resolve("cli/pom.xml"));
        String arguments = pom.substring(pom.indexOf("<executable>native-image</executable>"));
        Matcher options = Pattern.compile("<argument>(--[^<]+|dev\\.doppel[^<]+)</argument>")
                .matcher(arguments);
        Stream<String> wanted = options.results().map(found -> found.group(1));
        String call = dockerfile("cli").replace("\\\n", " ");
        assertThat(wanted)
                .hasSizeGreaterThan(3)
                .allSatisfy(option -> assertThat(call).contains(" " + option));
    }
}
