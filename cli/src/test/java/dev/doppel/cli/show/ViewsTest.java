package dev.doppel.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people see, against files that people can read; {@code -Dgolden.update=true} writes them anew. */
class ViewsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static void isAsInFile(String name, String actual) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    @Test
    void plainLinesTellOneThingEachAndHoldNoEscapes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LineView view = new LineView(new PrintStream(bytes, true, StandardCharsets.UTF_8), new Style(false))) {
            view.say("3 definitions of shop");
            Events.all().forEach(view::event);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\u001b");
        isAsInFile("lines.txt", text.replaceAll("(?m)^ *[0-9.]+ s  ", ""));
    }

    @Test
    void theReportSaysWhatFailedWhereAndWhatWasNearest() throws IOException {
        RunModel model = new RunModel();
        Events.all().forEach(model::apply);
        isAsInFile("report.txt", String.join("\n", new Report(new Style(false)).lines(model)) + "\n");
        List<String> coloured = new Report(new Style(true)).lines(model);
        assertThat(String.join("\n", coloured).replaceAll("\u001b\\[[0-9]+m", ""))
                .as("colours change nothing but colours")
                .isEqualTo(String.join("\n", new Report(new Style(false)).lines(model)));
    }

    @Test
    void equalLinesOfAnItemInARowAreOneWithTheirNumber() {
        assertThat(Report.folded(List.of("a", "b", "b", "b", "a"))).containsExactly("a", "b  (3 times)", "a");
        assertThat(Report.folded(List.of("a"))).containsExactly("a");
    }

    @Test
    void theTreeShowsWhatEachDefinitionDoesNow() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TreeView view = new TreeView(new PrintStream(bytes, true, StandardCharsets.UTF_8), new Style(false), 60)) {
            view.say("3 definitions of shop");
            view.event(Events.accepted());
            view.event(Events.phase("happy", 100, 1, InstanceState.RUNNING, "running"));
            view.event(Events.stepStarted("happy", 200));
            view.event(Events.phase("declined", 150, 2, InstanceState.STARTING, "starting"));
            view.event(Events.item("declined", 200, "order-service", ItemState.READY, null));
            view.event(Events.item("declined", 200, "payment-service", ItemState.STARTING, "GET /health: 503"));
            view.event(Events.finished("broken", 300, Verdict.ERROR, "why"));
            isAsInFile(
                    "tree.txt", String.join("\n", view.lines(Events.at(1000))).replaceAll("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]", "*") + "\n");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)
                        .replaceAll("\u001b\\[[0-9]+[AJ]", "")
                        .lines())
                .as("a line never wraps")
                .allMatch(line -> line.length() <= 60);
    }
}
