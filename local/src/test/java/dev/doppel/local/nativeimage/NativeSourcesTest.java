package dev.doppel.local.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.codec.MessageTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a native compiler would get for each service, where this build has made it: {@code .ci/run}, {@code -Pnative-sources} or {@code -Pnightly}. */
@EnabledIfSystemProperty(
        named = "doppel.test.native.sources",
        matches = "true",
        disabledReason = "this build makes no native sources: ./verify -Pnative-sources does")
class NativeSourcesTest {
    private static final Path ROOT = Path.of(System.getProperty("doppel.root"));

    @ParameterizedTest
    @ValueSource(strings = {"scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc"})
    void everyMessageCanBeReadAndWritten(String service) throws IOException {
        NativeSources sources = NativeSources.of(ROOT.resolve(service));
        List<String> messages =
                MessageTypes.all().stream().map(entry -> entry.type().getName()).toList();
        assertThat(messages).isNotEmpty();
        assertThat(sources.complete()).containsAll(messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler-svc", "results-svc"})
    void everyMigrationIsInTheExecutable(String service) throws IOException {
        NativeSources sources = NativeSources.of(ROOT.resolve(service));
        List<String> migrations = sources.files().stream()
                .filter(file -> file.startsWith("db/") && file.endsWith(".sql"))
                .toList();
        assertThat(migrations).isNotEmpty().allMatch(sources::has);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc"})
    void theCompilerIsCalledWithoutFallback(String service) throws IOException {
        assertThat(NativeSources.of(ROOT.resolve(service)).arguments())
                .contains("--no-fallback", "--link-at-build-time", "-jar")
                .anyMatch(argument ->
                        argument.startsWith("--features=") && argument.contains("io.quarkus.runner.Feature"));
    }
}
