package dev.doppel.cli.show;

import dev.doppel.cli.show.RunModel.InstanceView;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepFinished;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Plain lines for logs and CI: one per thing that happened, each with the time since the start. */
public final class LineView implements RunView {
    private final PrintStream out;
    private final Style style;
    private final Instant start = Instant.now();
    private final RunModel model = new RunModel();

    public LineView(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    @Override
    public synchronized void say(String line) {
        print(line);
    }

    @Override
    public synchronized void event(ResultMessage message) {
        InstanceView view = model.apply(message);
        if (view == null) {
            return;
        }
        switch (message) {
            case InstanceStateChanged changed
            when changed.phase().equals("starting") ->
                print(view.name() + ": starting" + (changed.attempt() > 1 ? ", attempt " + changed.attempt() : ""));
            case InstanceStateChanged changed
            when changed.phase().equals("running") ->
                print(view.name() + ": ready after " + Style.seconds(view.elapsed(changed.at())));
            case ItemStateChanged changed
            when changed.state() == ItemState.CRASHED ->
                print(view.name() + ": " + changed.item() + " crashed: " + changed.detail());
            case StepFinished finished ->
                print(view.name() + ": "
                        + (finished.result().outcome() == Outcome.PASSED
                                ? style.green("✓")
                                : finished.result().outcome() == Outcome.SKIPPED ? "·" : style.red("✗"))
                        + " " + finished.result().name() + " "
                        + style.dim(finished.result().durationMillis() + " ms"));
            case InstanceFinished finished ->
                print(style.sign(finished.verdict()) + " " + view.name() + ": " + finished.verdict() + " "
                        + style.dim(Style.seconds(view.elapsed(finished.at()))));
            default -> {
                // nothing a log reader needs
            }
        }
    }

    private void print(String line) {
        out.println(style.dim(String.format("%6s", Style.seconds(Duration.between(start, Instant.now())))) + "  "
                + line);
    }

    @Override
    public RunModel model() {
        return model;
    }

    @Override
    public void close() {
        out.flush();
    }
}
