package dev.doppel.local.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a native compiler would get for each service, against what the packaged service did on a JVM while its integration tests ran: a class that
 * was looked into by reflection, or a resource of ours that was read, must be registered.
 */
@Tag("nightly")
class WatchedServicesTest {
    private static final Path ROOT = Path.of(System.getProperty("doppel.root"));

    private static Set<String> seen(String service, String kind) throws IOException {
        Path file = ROOT.resolve(service).resolve("target/seen.txt");
        assertThat(file)
                .as("written by the integration tests of " + service + " in ./verify -Pnightly")
                .exists();
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(kind + " "))
                .map(line -> line.substring(kind.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc"})
    void everythingThatReflectionTouchedIsRegistered(String service) throws IOException {
        NativeSources sources = NativeSources.of(ROOT.resolve(service));
        Set<String> touched = seen(service, "reflection");
        assertThat(touched).as("the agent was at work").isNotEmpty();
        touched.removeAll(sources.registered());
        assertThat(touched).as("looked into, not registered").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc"})
    void everyResourceThatWasReadIsInTheExecutable(String service) throws IOException {
        NativeSources sources = NativeSources.of(ROOT.resolve(service));
        Set<String> missing = new TreeSet<>();
        for (String resource : seen(service, "resource")) {
            String name = resource.startsWith("/") ? resource.substring(1) : resource;
            // what is not on the class path was asked for in vain; settings and services are Quarkus' own matter
            boolean known =
                    sources.files().contains(name) && !name.startsWith("META-INF/") && !name.startsWith("application");
            if (known && !sources.has(name)) {
                missing.add(name);
            }
        }
        assertThat(missing).as("read, not included").isEmpty();
    }
}
