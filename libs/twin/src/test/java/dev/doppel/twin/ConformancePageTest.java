package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/conformance.md names are there. */
class ConformancePageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
    private static final int DEEPEST = 12;

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Map<String, Path> tests = new HashMap<>();
        for (String modules : List.of(".", "libs")) {
            try (Stream<Path> folders = Files.list(Twins.root().resolve(modules))) {
                for (Path folder : folders.toList()) {
                    collect(folder.resolve("src/test/java"), tests);
                }
            }
        }
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(Twins.root().resolve("docs/conformance.md")));
        int found = 0;
        while (named.find()) {
            Path file = tests.get(named.group(1));
            if (file == null
                    || named.group(2) != null && !Files.readString(file).contains(" " + named.group(2) + "(")) {
                missing.add(named.group());
            }
            found++;
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(15);
    }

    private static void collect(Path folder, Map<String, Path> tests) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
                files.filter(f -> f.toString().endsWith("Test.java"))
                        .forEach(f -> tests.put(f.getFileName().toString().replace(".java", ""), f));
            }
        }
    }
}
