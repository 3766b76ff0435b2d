package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.Capabilities;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files made to break the loader: it answers with problems, in bounded time, and never throws. */
@Timeout(120)
class HostileInputTest {
    private static LoadResult load(Map<String, String> files) {
        return DefinitionLoader.load(
                MemoryTree.ofTexts(files), Selection.ALL, new LoadOptions(Map.of(), false, Capabilities.ALL));
    }

    private static List<String> codes(String yaml) {
        return load(Map.of(".dokkimi/a.yaml", yaml)).problems().stream()
                .filter(Problem::isError)
                .map(Problem::code)
                .toList();
    }

    @Test
    void aliasBombsStopAtTheNodeLimit() {
        StringBuilder yaml = new StringBuilder("name: a\nx0: &x0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n");
        for (int i = 1; i < 12; i++) {
            yaml.append("x%d: &x%d [%s]\n".formatted(i, i, ("*x" + (i - 1) + ", ").repeat(9) + "*x" + (i - 1)));
        }
        assertThat(codes(yaml + "items: []\n")).containsExactly("too-large");
    }

    @Test
    void nestingStopsAtHundredLevelsAliasesIncluded() {
        assertThat(codes("name: a\nitems: " + "[".repeat(5_000) + "]".repeat(5_000)))
                .containsExactly("too-deep");
        StringBuilder yaml = new StringBuilder("name: a\nx0: &x0 [[[[[[[[[[1]]]]]]]]]]\n");
        for (int i = 1; i < 12; i++) {
            yaml.append("x%d: &x%d [[[[[[[[[*x%d]]]]]]]]]\n".formatted(i, i, i - 1));
        }
        assertThat(codes(yaml + "items: []\n")).containsExactly("too-deep");
        assertThat(codes("name: a\nitems: []\nx-deep: " + "[".repeat(98) + "]".repeat(98)))
                .isEmpty();
    }

    @Test
    void wideReferencesAreExpandedOnce() {
        Map<String, String> files = new HashMap<>();
        for (int i = 1; i < 10; i++) {
            files.put(
                    ".dokkimi/f" + i + ".yaml",
                    "$ref: [" + ("f" + (i + 1) + ".yaml, ").repeat(50) + "]\nk" + i + ": 1\n");
        }
        files.put(".dokkimi/f10.yaml", "type: MOCK\nname: m\nmockTarget: x.io\nmockPath: '*'\n");
        files.put(".dokkimi/a.yaml", "name: a\nitems: [{ $ref: [" + "f1.yaml, ".repeat(50) + "] }]\n");
        assertThat(load(files).definitions()).hasSize(1);
        files.put(".dokkimi/act.yaml", "steps: [" + "{ $ref: act2.yaml }, ".repeat(400) + "]\n");
        files.put(".dokkimi/act2.yaml", "steps: [" + "{ $ref: act3.yaml }, ".repeat(400) + "]\n");
        files.put(".dokkimi/act3.yaml", "steps: [" + "{ visit: / }, ".repeat(400) + "]\n");
        files.put(
                ".dokkimi/a.yaml",
                "name: a\nitems: []\ntests: [{ name: t, steps: [{ action: { type: ui, target: x, steps: [{ $ref: act.yaml }] } }] }]\n");
        assertThat(load(files).problems()).extracting(Problem::code).contains("too-large");
    }

    @Test
    void spreadsAndPlaceholdersCannotGrowWithoutEnd() {
        Map<String, String> files = new HashMap<>();
        files.put(".dokkimi/list.yaml", "type: SERVICE\nenv: [" + "{ name: a, value: b }, ".repeat(2_000) + "]\n");
        files.put(
                ".dokkimi/a.yaml",
                "name: a\nitems: [{ $ref: list.yaml, name: s, healthCheck: tcp, image: i, env: ["
                        + "'...$ref.env', ".repeat(2_000) + "] }]\n");
        assertThat(load(files).problems()).extracting(Problem::code).contains("too-large");
        files.clear();
        files.put(".dokkimi/config.yaml", "env: { BIG: " + "x".repeat(1_000_000) + " }\n");
        files.put(
                ".dokkimi/a.yaml",
                "name: a\nitems: []\nx-a: '" + "${{BIG}}".repeat(1_000) + "'\nx-b: '" + "${{BIG}}".repeat(1_000)
                        + "'\n");
        assertThat(load(files).problems()).extracting(Problem::code).contains("too-large");
    }

    @Test
    void manyDefinitionsOverLargeFragmentsStayBounded() {
        Map<String, String> files = new HashMap<>();
        StringBuilder keys = new StringBuilder("type: MOCK\nname: m\nmockTarget: x.io\nmockPath: '*'\n");
        for (int i = 0; i < 50_000; i++) {
            keys.append("x-").append(i).append(": 1\n");
        }
        files.put(".dokkimi/wide.yaml", keys.toString());
        files.put(
                ".dokkimi/act.yaml", "action: { type: wait, durationMs: 1, x-big: [" + "1, ".repeat(100_000) + "] }\n");
        for (int i = 0; i < 200; i++) {
            files.put(
                    ".dokkimi/d" + i + ".yaml",
                    "name: d" + i + "\nitems: [" + "{ $ref: wide.yaml }, ".repeat(20) + "]\ntests: [{ name: t, steps: ["
                            + "{ action: { $ref: act.yaml } }, ".repeat(20) + "] }]\n");
        }
        LoadResult result = load(files);
        assertThat(result.problems()).extracting(Problem::code).contains("too-large");
        assertThat(result.definitions()).isEmpty();
    }

    @Test
    void longKeysBracesAndTextsCostTheirLengthOnly() {
        String deep = "? '" + "k".repeat(100_000) + "'\n:\n";
        String yaml =
                "name: a\nitems:\n  - { type: MOCK, name: m, mockTarget: x.io, mockPath: '*', mockResponseBody: { "
                        + "k".repeat(1_000) + ": [" + "'{{', ".repeat(100_000)
                        + "] } }\ntests:\n  - name: t\n    steps:\n"
                        + "      - action: { type: httpRequest, method: POST, url: x.io, body: '" + "{{".repeat(300_000)
                        + "' }\n"
                        + "      - action: { type: httpRequest, method: POST, url: x.io, body: '"
                        + "${{ ".repeat(150_000) + "}}' }\n"
                        + "      - $ref: x\n        action: { type: '" + "y".repeat(1_000_000) + "' }\n";
        LoadResult result = load(Map.of(".dokkimi/a.yaml", yaml, ".dokkimi/b.yaml", deep));
        assertThat(result.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).hasSizeLessThan(7_000));
    }

    @Test
    void oddTextsNeverThrow() {
        for (String yaml : List.of(
                "",
                "\0",
                "\uFEFF",
                "---",
                "...",
                "%YAML 9.9\n---\na: 1",
                "a: \"\\ud800\"",
                "? ",
                "- - - -",
                "&a *a",
                "!!binary x",
                "name: a\nitems: [{ $ref: '\0' }]",
                "name: a\nitems: [{ $ref: '" + "../".repeat(5_000) + "x' }]",
                "name: a\nitems: []\nvariables: { $ref: [a.yaml, a.yaml] }",
                "name: {{x}}\nitems: []",
                "name: a\nitems: []\n<<: [1, [2]]",
                "name: a\nitems: [{type: MOCK, name: m, mockTarget: ':', mockPath: '{'}]",
                "name: a\nitems: [{type: MOCK, name: m, mockTarget: '[::1]:80', mockPath: '*'}]",
                "name: a\nitems: [{type: MOCK, name: m, mockTarget: x, mockPath: '/', mockRequestBodyMatches: '((((a{1000}){1000}){1000}){1000})'}]",
                "name: a\nitems: []\ntests: [{name: t, steps: [{action: {type: httpRequest, method: GET, url: '://'}}]}]",
                "name: a\nitems: []\nx: 0x" + "f".repeat(10_000),
                "name: a\nitems: []\nx: " + "9".repeat(100_000))) {
            assertThatCode(() -> load(Map.of(".dokkimi/a.yaml", yaml)))
                    .as(yaml.substring(0, Math.min(60, yaml.length())))
                    .doesNotThrowAnyException();
        }
        assertThat(load(Map.of(".dokkimi/a.yaml", "name: a\nitems: [\n".repeat(800_000)))
                        .problems())
                .extracting(Problem::code)
                .contains("file-too-large");
    }

    @Test
    void manyProblemsAreListedUpToALimit() {
        LoadResult result = load(Map.of(".dokkimi/a.yaml", "name: a\nitems: [" + "7, ".repeat(50_000) + "]\n"));
        assertThat(result.problems()).hasSizeLessThanOrEqualTo(2 * (Problems.LIMIT + 1));
        assertThat(result.invalid()).hasSize(1);
    }

    @Test
    void randomChangesOfValidFilesNeverThrowAndWhatLoadsReadsAgain() throws IOException {
        long seed = Long.getLong("doppel.seed", 20261121L);
        Random random = new Random(seed);
        List<CaseFile> cases = CaseFile.all().toList();
        long begin = System.nanoTime();
        int loaded = 0;
        for (int round = 0; round < 3_000; round++) {
            CaseFile chosen = cases.get(random.nextInt(cases.size()));
            Map<String, String> files = new HashMap<>(chosen.files());
            List<String> names = new ArrayList<>(files.keySet());
            names.sort(null);
            String name = names.get(random.nextInt(names.size()));
            files.put(name, changed(files.get(name), random));
            try {
                for (LoadedDefinition each : load(files).definitions()) {
                    Definition again = DefinitionJson.read(each.resolved());
                    assertThat(again.name()).isEqualTo(each.definition().name());
                    loaded++;
                }
            } catch (RuntimeException | StackOverflowError thrown) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ", case " + chosen + ":\n" + files.get(name), thrown);
            }
        }
        assertThat(loaded).isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(100));
    }

    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "${{X}}",
            "\\{{",
            "$ref: ",
            "- ",
            ": ",
            "\n",
            "[",
            "]",
            "{",
            "}",
            "~",
            "*a",
            "&a ",
            "<<: *a",
            "!!x ",
            "'",
            "\"",
            "#",
            "\t",
            "- - ",
            "null",
            "-1",
            "1e9",
            "true",
            "$.",
            "$$.",
            "..",
            "/",
            "name: x\n",
            "...$ref.a.b",
            "\u0000",
            "\uD83D\uDE00",
            "forEach: { items: [1], as: i }\n",
            "x-at: 7\n");

    private static String changed(String text, Random random) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(result.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> result.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> result.delete(at, Math.min(result.length(), at + 1 + random.nextInt(8)));
                case 2 -> {
                    int to = Math.min(result.length(), at + random.nextInt(40));
                    result.insert(random.nextInt(result.length() + 1), result.substring(at, to));
                }
                default -> {
                    if (at < result.length()) {
                        result.setCharAt(at, (char) (32 + random.nextInt(95)));
                    }
                }
            }
        }
        return result.toString();
    }
}
