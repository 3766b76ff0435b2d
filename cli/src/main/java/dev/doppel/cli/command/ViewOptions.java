package dev.doppel.cli.command;

import dev.doppel.cli.show.LineView;
import dev.doppel.cli.show.RunView;
import dev.doppel.cli.show.Style;
import dev.doppel.cli.show.TreeView;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How a run is shown and reported, for commands that follow one. */
final class ViewOptions {
    private static final int DEFAULT_WIDTH = 120;

    @CommandLine.Option(names = "--ci", description = "No interaction, no colours, plain lines; time-out 600 s.")
    private boolean ci;

    @CommandLine.Option(names = "--junit", paramLabel = "FILE", description = "Write a JUnit report.")
    private @Nullable Path junit;

    boolean ci() {
        return ci;
    }

    @Nullable
    Path junit() {
        return junit;
    }

    /** A tree on a terminal, else plain lines. */
    RunView view() {
        boolean terminal = System.console() != null && System.console().isTerminal() && !ci;
        boolean colour = terminal && System.getenv("NO_COLOR") == null;
        String columns = System.getenv("COLUMNS");
        int width = columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
        return terminal && !"dumb".equals(System.getenv("TERM"))
                ? new TreeView(System.out, new Style(colour), width)
                : new LineView(System.out, new Style(false));
    }
}
