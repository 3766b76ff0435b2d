package dev.doppel.cli.show;

import dev.doppel.cli.show.RunModel.InstanceView;
import dev.doppel.cli.show.RunModel.ItemView;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A live tree on a terminal, drawn ten times a second in place: instances, items starting, the current step, elapsed time. */
public final class TreeView implements RunView {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

    private final PrintStream out;
    private final Style style;
    private final int width;
    private final RunModel model = new RunModel();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-tree").daemon().factory());
    private String headline = "";
    private int drawn;
    private int frame;

    public TreeView(PrintStream out, Style style, int width) {
        this.out = out;
        this.style = style;
        this.width = width;
        timer.scheduleAtFixedRate(this::draw, 100, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void say(String line) {
        erase();
        if (!headline.isEmpty()) {
            out.println(style.dim("  " + headline));
        }
        headline = line;
        draw();
    }

    @Override
    public synchronized void event(ResultMessage message) {
        model.apply(message);
    }

    private synchronized void draw() {
        frame++;
        List<String> lines = lines(Instant.now());
        erase();
        for (String line : lines) {
            out.println(cut(line));
        }
        out.flush();
        drawn = lines.size();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[0J");
            drawn = 0;
        }
    }

    /** What is drawn at a moment, uncut. */
    List<String> lines(Instant now) {
        List<String> lines = new ArrayList<>();
        String spin = SPINNER[frame % SPINNER.length];
        List<InstanceView> instances = model.instances();
        if (instances.isEmpty()) {
            lines.add("  " + style.yellow(spin) + " " + headline);
            return lines;
        }
        lines.add("  " + style.dim(headline));
        for (InstanceView view : instances) {
            Verdict verdict = view.verdict();
            String sign =
                    verdict != null ? style.sign(verdict) : view.begun == null ? style.dim("·") : style.yellow(spin);
            Duration elapsed = view.elapsed(now);
            lines.add("  " + sign + " " + style.bold(view.name())
                    + (elapsed.isZero() ? "" : " " + style.dim(Style.seconds(elapsed)))
                    + (view.attempt > 1 ? style.yellow(" attempt " + view.attempt) : ""));
            if (verdict == null && view.begun != null) {
                lines.add("      " + style.dim(activity(view)));
            }
        }
        return lines;
    }

    private static String activity(InstanceView view) {
        String step = view.step;
        if (step != null && "running".equals(view.phase)) {
            return step;
        }
        List<String> waiting = new ArrayList<>();
        int ready = 0;
        for (Map.Entry<String, ItemView> item : view.items.entrySet()) {
            if (item.getValue().state() == ItemState.READY) {
                ready++;
            } else {
                waiting.add(item.getKey()
                        + (item.getValue().detail() == null
                                ? ""
                                : " (" + item.getValue().detail() + ")"));
            }
        }
        if (view.items.isEmpty()) {
            return view.phase;
        }
        return view.phase + ", " + ready + "/" + view.items.size() + " ready"
                + (waiting.isEmpty() ? "" : ", waiting for " + String.join(", ", waiting));
    }

    private String cut(String line) {
        int visible = 0;
        boolean escape = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\u001b') {
                escape = true;
            } else if (escape) {
                escape = c != 'm';
            } else if (++visible >= width) {
                return line.substring(0, i) + "…" + (style.colour() ? "\u001b[0m" : "");
            }
        }
        return line;
    }

    @Override
    public RunModel model() {
        return model;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        draw();
    }
}
