package dev.doppel.results.report;

import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds the records of one instance, in the order in which they were published. Confined to one thread. */
public final class InstanceFold {
    private static final class Attempt {
        private final Map<String, ItemReport> items = new LinkedHashMap<>();
        private final List<StepFinished> steps = new ArrayList<>();
        private @Nullable String runner;
        private @Nullable TestsFinished finished;
    }

    private final InstanceRef ref;
    private final TreeMap<Integer, Attempt> attempts = new TreeMap<>();
    private final List<LogEntry> log = new ArrayList<>();
    private InstanceState state = InstanceState.PENDING;
    private @Nullable String stateReason;
    private @Nullable InstanceFinished finished;

    public InstanceFold(InstanceRef ref) {
        this.ref = ref;
    }

    /** Adds the next record; of a kind that says nothing about an instance it is passed over. */
    public void add(ResultMessage message) {
        switch (message) {
            case InstanceStateChanged m -> {
                state = m.state();
                stateReason = m.reason();
                attempt(m.attempt());
                log(m.at(), m.attempt(), "instance." + m.phase(), sentence(m.phase(), m.reason()), null);
            }
            case InstanceClaimed m -> {
                attempt(m.attempt()).runner = m.runner();
                log(m.at(), m.attempt(), "instance.claimed", "claimed by " + m.runner(), null);
            }
            case ItemStateChanged m -> item(m);
            case StepStarted m -> {
                String text =
                        m.testName() + ": " + m.stepName() + " (" + (m.stepIndex() + 1) + " of " + m.stepCount() + ")";
                log.add(new LogEntry(m.at(), m.attempt(), "step.started", text, m.testIndex(), m.stepIndex(), null));
            }
            case StepFinished m -> {
                attempt(m.attempt()).steps.add(m);
                log.add(new LogEntry(
                        m.at(),
                        m.attempt(),
                        "step.finished",
                        sentence(m.result().name(), m.result().error()),
                        m.testIndex(),
                        m.result().index(),
                        m.result().outcome().name()));
            }
            case TestsFinished m -> {
                attempt(m.attempt()).finished = m;
                log(
                        m.at(),
                        m.attempt(),
                        "tests.finished",
                        sentence("tests finished", m.reason()),
                        m.verdict().name());
            }
            case InstanceFinished m -> {
                finished = m;
                attempt(m.attempt());
                log(
                        m.at(),
                        m.attempt(),
                        "instance.finished",
                        sentence("instance finished", m.reason()),
                        m.verdict().name());
            }
            default -> {
                // records about other things
            }
        }
    }

    /** What is known so far. */
    public InstanceReport report() {
        List<AttemptReport> reports = new ArrayList<>();
        attempts.forEach((number, attempt) -> {
            if (number > 0) {
                reports.add(new AttemptReport(
                        number, attempt.runner, List.copyOf(attempt.items.values()), attempt.steps, attempt.finished));
            }
        });
        InstanceFinished end = finished;
        int newest = attempts.isEmpty() ? 0 : attempts.lastKey();
        return new InstanceReport(
                ref,
                state,
                end == null ? null : end.verdict(),
                end == null ? stateReason : end.reason(),
                end == null ? null : end.at(),
                end == null ? newest : end.attempt(),
                reports,
                log);
    }

    private void item(ItemStateChanged m) {
        Map<String, ItemReport> items = attempt(m.attempt()).items;
        ItemReport before = items.get(m.item());
        String detail = m.detail() != null || before == null ? m.detail() : before.detail();
        List<String> lastLines = m.lastLines().isEmpty() && before != null ? before.lastLines() : m.lastLines();
        items.put(m.item(), new ItemReport(m.item(), m.kind(), m.state(), detail, lastLines, m.at()));
        String type = "item." + m.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        log(m.at(), m.attempt(), type, sentence(m.item(), m.detail()), null);
    }

    private Attempt attempt(int number) {
        return attempts.computeIfAbsent(number, ignored -> new Attempt());
    }

    private void log(Instant at, int attempt, String type, String message, @Nullable String status) {
        log.add(new LogEntry(at, attempt, type, message, null, null, status));
    }

    private static String sentence(String what, @Nullable String why) {
        return why == null ? what : what + ": " + why;
    }
}
