package dev.doppel.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about files of the whole repository. */
class RepositoryTest {
    private static final Path ROOT = Path.of(System.getProperty("doppel.root"));
    private static final int MOST_LINES = 500;

    private static List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>();
        for (String parent : List.of("", "libs")) {
            try (Stream<Path> entries = Files.list(ROOT.resolve(parent))) {
                entries.filter(path -> Files.isRegularFile(path.resolve("pom.xml")))
                        .forEach(modules::add);
            }
        }
        assertThat(modules).hasSizeGreaterThan(10);
        return modules;
    }

    @Test
    void noSourceFileIsLongerThan500Lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    try (Stream<String> lines = Files.lines(file)) {
                        long count = lines.count();
                        if (count > MOST_LINES) {
                            tooLong.add(ROOT.relativize(file) + " has " + count);
                        }
                    }
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyModuleHasAPage() throws IOException {
        assertThat(modules())
                .allSatisfy(module -> assertThat(module.resolve("README.md")).exists());
    }

    /** Five services share one JVM in local: an equal key of two of them would be lost silently. */
    @Test
    void noTwoServicesSetTheSameKey() throws IOException {
        Map<String, Path> owner = new HashMap<>();
        List<String> clashes = new ArrayList<>();
        for (String service : List.of("scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc", "local")) {
            Path file = ROOT.resolve(service).resolve("src/main/resources/application.properties");
            if (!Files.exists(file)) {
                continue;
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            for (String key : properties.stringPropertyNames()) {
                Path other = owner.putIfAbsent(key, file);
                if (other != null) {
                    clashes.add(key + " in " + ROOT.relativize(other) + " and " + ROOT.relativize(file));
                }
            }
        }
        assertThat(clashes).isEmpty();
    }
}
