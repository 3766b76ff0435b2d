package dev.doppel.definition;

import dev.doppel.definition.files.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A case: project files under {@code --- path} lines, then {@code --- expect} with the problems line by line. Every case has
 * {@code base/} files it can name instead of repeating a whole service: {@code $ref: ../base/api.yaml} and so on.
 */
record CaseFile(Path path, Map<String, String> files, String expected) {
    private static final String EXPECT = "expect";

    static Stream<CaseFile> all() throws IOException {
        try (Stream<Path> found = Files.list(Path.of("src/test/resources/cases"))) {
            return found.filter(file -> file.toString().endsWith(".case")).sorted().toList().stream()
                    .map(CaseFile::read);
        }
    }

    static CaseFile read(Path path) {
        try {
            Map<String, String> sections = new LinkedHashMap<>();
            String section = "";
            StringBuilder text = new StringBuilder();
            for (String line : Files.readAllLines(path)) {
                if (line.startsWith("--- ")) {
                    sections.put(section, text.toString());
                    text.setLength(0);
                    section = line.substring(4).strip();
                } else {
                    text.append(line).append('\n');
                }
            }
            sections.put(section, text.toString());
            sections.remove("");
            String expected = sections.containsKey(EXPECT) ? sections.remove(EXPECT) : "";
            return new CaseFile(path, sections, expected);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    MemoryTree tree() {
        Map<String, String> all = new LinkedHashMap<>(BASE);
        all.putAll(files);
        return MemoryTree.ofTexts(all);
    }

    /** Writes what was found as the expectation, with {@code -Ddoppel.golden=write}. */
    void rewrite(String actual) throws IOException {
        List<String> lines = Files.readAllLines(path);
        int end = lines.indexOf("--- " + EXPECT);
        StringBuilder text = new StringBuilder();
        lines.subList(0, end < 0 ? lines.size() : end)
                .forEach(line -> text.append(line).append('\n'));
        Files.writeString(path, text + "--- " + EXPECT + "\n" + actual);
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }

    private static final Map<String, String> BASE = Map.of(
            ".dokkimi/base/api.yaml",
            "type: SERVICE\nname: api\nimage: shop/api:1\nport: 8080\nhealthCheck: /health\n",
            ".dokkimi/base/db.yaml",
            "type: DATABASE\nname: db\ndatabase: postgres\n",
            ".dokkimi/base/mock.yaml",
            "type: MOCK\nname: mock-pay\nmockTarget: pay.example.com\nmockPath: /charges\n");
}
