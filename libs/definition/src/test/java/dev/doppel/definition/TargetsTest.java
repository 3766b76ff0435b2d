package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.definition.files.DirectoryTree;
import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a target selects (spec 1.2, 1.4), and that nothing outside the project is read. */
class TargetsTest {
    private static final Map<String, String> FILES = new HashMap<>();

    static {
        for (String name : List.of(
                "shop/.dokkimi/checkout/happy-path.yaml",
                "shop/.dokkimi/checkout/declined.yml",
                "shop/.dokkimi/webhooks/charge.JSON",
                "shop/.dokkimi/experiments/try.yaml",
                "other/.doppel/one.yaml",
                "plain/loose.yaml")) {
            String id = name.replaceAll("[^a-z]+", "-");
            FILES.put(
                    name,
                    "{\"name\": \"" + id
                            + "\", \"items\": [{\"type\": \"MOCK\", \"name\": \"m\", \"mockTarget\": \"x.io\", \"mockPath\": \"*\"}]}");
        }
        FILES.put("shop/.dokkimi/.dokignore", "experiments/\n");
        FILES.put("shop/src/Main.java", "class Main {}");
        FILES.put("shop/.dokkimi/local.yaml", "images: []\n");
        FILES.put("empty/.dokkimi/fragment.yaml", "type: MOCK\n");
    }

    private static List<String> selected(String target, String cwd) {
        LoadResult result =
                DefinitionLoader.load(MemoryTree.ofTexts(FILES), new Selection(target, cwd), LoadOptions.DEFAULT);
        return result.definitions().stream().map(LoadedDefinition::path).toList();
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                // D-063: glob, regex in slashes, regex, substring
                "**/happy-*.yaml|shop|.dokkimi/checkout/happy-path.yaml",
                "happy-*|shop|.dokkimi/checkout/happy-path.yaml",
                "{declined,charge}.*|shop|.dokkimi/checkout/declined.yml .dokkimi/webhooks/charge.JSON",
                "/CHECKOUT.d/i|shop|.dokkimi/checkout/declined.yml",
                "/CHECKOUT/|shop|''",
                "^webhooks|shop/src|.dokkimi/webhooks/charge.JSON",
                "charge(|shop|''",
                "path.yaml|shop|.dokkimi/checkout/happy-path.yaml",
                // by the definition's name
                "shop-dokkimi-webhooks|shop|.dokkimi/webhooks/charge.JSON",
                // directories and files
                "-|shop|.dokkimi/checkout/declined.yml .dokkimi/checkout/happy-path.yaml .dokkimi/webhooks/charge.JSON",
                "-|shop/src|.dokkimi/checkout/declined.yml .dokkimi/checkout/happy-path.yaml .dokkimi/webhooks/charge.JSON",
                "-|shop/.dokkimi/webhooks|.dokkimi/webhooks/charge.JSON",
                "shop|''|.dokkimi/checkout/declined.yml .dokkimi/checkout/happy-path.yaml .dokkimi/webhooks/charge.JSON",
                ".dokkimi/checkout|shop|.dokkimi/checkout/declined.yml .dokkimi/checkout/happy-path.yaml",
                "../other|shop|.doppel/one.yaml",
                "plain|''|loose.yaml",
                "plain/loose.yaml|''|plain/loose.yaml",
                "/shop/.dokkimi/checkout/declined.yml|other|.dokkimi/checkout/declined.yml",
            })
    void D063_aTargetSelectsByPathPatternOrName(String target, String cwd, String expected) {
        assertThat(String.join(" ", selected(target, cwd))).isEqualTo(expected);
    }

    @Test
    void D061_aFileGivenByNameRunsThoughIgnored() {
        assertThat(selected(".dokkimi/experiments/try.yaml", "shop")).containsExactly(".dokkimi/experiments/try.yaml");
        assertThat(selected("try", "shop")).isEmpty();
    }

    @Test
    void aSubmissionLoadsLikeTheProjectItCameFrom() throws Exception {
        Map<String, String> files = new HashMap<>(FILES);
        files.put("shop/.dokkimi/config.yaml", "env: { A: 1 }\n");
        files.put("shop/.dokkimi/bad.yaml", "name: bad\nitems: [{ type: NONE }]\n");
        files.put("shop/.dokkimi/more.yaml", "name: more\nitems: [{ $ref: checkout/m.yaml }]\n");
        files.put("shop/.dokkimi/checkout/m.yaml", "type: MOCK\nname: m\nmockTarget: x.io\nmockPath: '*'\n");
        MemoryTree tree = MemoryTree.ofTexts(files);
        for (String target : List.of("shop", "shop/.dokkimi/experiments/try.yaml", "shop/.dokkimi/more.yaml")) {
            Submission sent = Submission.of(tree, new Selection(target, ""), LoadOptions.DEFAULT);
            LoadResult received = DefinitionLoader.load(
                    dev.doppel.definition.files.Bundles.read(sent.bundle()), Selection.ALL, LoadOptions.DEFAULT);
            assertThat(received.definitions())
                    .isEqualTo(sent.result().definitions())
                    .isNotEmpty();
            assertThat(received.problems()).isEqualTo(sent.result().problems());
            assertThat(received.env()).containsEntry("A", "1");
        }
    }

    @Test
    void nothingFoundSaysWhereItLooked() {
        assertThat(problems(null, "")).singleElement().asString().contains("no .dokkimi directory in '.'");
        assertThat(problems(null, "empty").getFirst()).asString().contains("no definition found in '.dokkimi'");
    }

    private static List<Problem> problems(String target, String cwd) {
        return DefinitionLoader.load(MemoryTree.ofTexts(FILES), new Selection(target, cwd), LoadOptions.DEFAULT)
                .problems();
    }

    @Test
    void linksAreFollowedOnlyInsideTheProject(@TempDir Path disk) throws IOException {
        Path project = Files.createDirectories(disk.resolve("project/.dokkimi")).getParent();
        Files.writeString(disk.resolve("outside.yaml"), "type: MOCK\nname: m\nmockTarget: x.io\nmockPath: '*'\n");
        Files.writeString(disk.resolve("secret.sql"), "select 'secret';");
        Files.writeString(project.resolve("inside.yaml"), "type: MOCK\nname: n\nmockTarget: y.io\nmockPath: '*'\n");
        Files.createSymbolicLink(project.resolve(".dokkimi/out.yaml"), disk.resolve("outside.yaml"));
        Files.createSymbolicLink(project.resolve(".dokkimi/in.yaml"), project.resolve("inside.yaml"));
        Files.createSymbolicLink(project.resolve(".dokkimi/secret.sql"), disk.resolve("secret.sql"));
        Files.createSymbolicLink(project.resolve(".dokkimi/loop"), project.resolve(".dokkimi"));
        Files.writeString(project.resolve(".dokkimi/ok.yaml"), "name: ok\nitems: [{ $ref: in.yaml }]\n");
        Files.writeString(project.resolve(".dokkimi/bad.yaml"), """
                name: bad
                items:
                  - $ref: out.yaml
                  - { type: DATABASE, name: db, database: postgres, initFilePath: secret.sql }
                """);
        LoadResult result = DefinitionLoader.load(DirectoryTree.of(project), Selection.ALL, LoadOptions.DEFAULT);
        assertThat(result.definitions()).extracting(LoadedDefinition::path).containsExactly(".dokkimi/ok.yaml");
        assertThat(result.problems()).extracting(Problem::code).containsExactly("ref-outside", "file-outside");
        assertThat(result.problems().toString()).doesNotContain("select");
    }

    @Test
    void aDirectoryIsMountedWithEverythingBelowIt(@TempDir Path disk) throws IOException {
        Path home = Files.createDirectories(disk.resolve(".dokkimi"));
        Files.createDirectories(disk.resolve("conf/sub"));
        Files.writeString(disk.resolve("conf/sub/b.txt"), "b");
        Files.writeString(disk.resolve("conf/a.sh"), "a");
        assertThat(disk.resolve("conf/a.sh").toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("a.yaml"), """
                name: a
                items:
                  - type: SERVICE
                    name: s
                    image: i
                    port: 1
                    healthCheck: tcp
                    mountFiles: [{ source: ../conf, target: /etc/conf }]
                """);
        LoadedDefinition loaded = DefinitionLoader.load(DirectoryTree.of(disk), Selection.ALL, LoadOptions.DEFAULT)
                .definitions()
                .getFirst();
        assertThat(loaded.files())
                .extracting(file -> file.path() + " " + file.executable())
                .containsExactly("conf/a.sh true", "conf/sub/b.txt false");
        assertThat(loaded.definition()
                        .items(dev.doppel.definition.model.Service.class)
                        .getFirst()
                        .program()
                        .mountFiles())
                .containsExactly(new dev.doppel.definition.model.MountFile("conf", "/etc/conf"));
        assertThat(loaded.files().getFirst().sha256())
                .isEqualTo("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    }
}
