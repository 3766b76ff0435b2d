package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every helm command of docs/cluster.md renders, and what its kubectl commands name is made by the chart or its set-up job. */
class WalkThroughTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern NAMED = Pattern.compile("(secret|service|configmap)[/ ](doppel-[a-z]+)");

    /** Commands of the page: indented lines, joined where they go on. */
    private static List<String> commands() throws IOException {
        String page = Files.readString(Chart.ROOT.resolve("docs/cluster.md")).replace("\\\n", " ");
        return page.lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            for (int group = 1; group <= 3; group++) {
                if (matcher.group(group) != null) {
                    words.add(matcher.group(group));
                }
            }
        }
        return words;
    }

    @TestFactory
    Stream<DynamicTest> everyHelmCommandRenders() throws IOException {
        List<String> helm = commands().stream()
                .filter(command -> command.startsWith("helm install") || command.startsWith("helm upgrade"))
                .toList();
        assertThat(helm).hasSizeGreaterThan(4);
        return helm.stream()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    List<String> words = words(command);
                    assertThat(words.subList(2, 4)).containsExactly("doppel", "charts/doppel");
                    TemplateCommand template = Chart.helm()
                            .template()
                            .withName("doppel")
                            .withNamespace("doppel")
                            .withKubeVersion("1.30.0");
                    if (words.contains("--reuse-values")) {
                        // an upgrade of the evaluation, which needs no further values
                        template.withValuesFile(Chart.DIRECTORY.resolve("evaluation.yaml"));
                    }
                    for (int i = 4; i < words.size(); i++) {
                        switch (words.get(i)) {
                            case "-f" -> template.withValuesFile(Chart.ROOT.resolve(words.get(++i)));
                            case "--set" -> {
                                String[] pair = words.get(++i).split("=", 2);
                                template.set(pair[0], pair[1]);
                            }
                            case "-n", "--timeout" -> i++;
                            case "--wait", "--reuse-values" -> {}
                            default -> throw new AssertionError(words.get(i) + " is not understood in: " + command);
                        }
                    }
                    Rendered rendered = Rendered.parse(template.call());
                    assertThat(rendered.objects()).hasSizeGreaterThan(20);
                    if (command.contains("imageRewrite")) {
                        assertThat(rendered.environment("scheduler").get("DOPPEL_SCHEDULER_KUBERNETES_IMAGES_REWRITE"))
                                .isEqualTo("doppel-examples/=registry.example.com/team/doppel-examples/");
                    }
                }));
    }

    @Test
    void whatKubectlCommandsNameIsMade() throws IOException {
        Rendered evaluation = Chart.evaluation();
        String job = Rendered.container(evaluation.one("Job", "doppel-setup"))
                .path("args")
                .toString();
        List<String> own = List.of("doppel-db", "doppel-teams");
        int checked = 0;
        for (String command : commands()) {
            assertThat(command)
                    .as("kubectl takes either a kind and names, or kind/name everywhere")
                    .doesNotMatch(".*kubectl.* delete (secret|configmap|service) .*/.*");
            Matcher named = NAMED.matcher(command);
            while (command.contains("kubectl") && named.find()) {
                String name = named.group(2);
                boolean made = named.group(1).equals("service") ? evaluation.has("Service", name) : job.contains(name);
                assertThat(made || command.contains("create secret") && own.contains(name))
                        .as(name + " in: " + command)
                        .isTrue();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(4);
    }
}
