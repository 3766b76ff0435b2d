package dev.doppel.cli.show;

import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a run, folded from its events. Confined: callers lock. */
public final class RunModel {
    private final Map<String, InstanceView> instances = new LinkedHashMap<>();
    private List<InvalidDefinition> invalid = List.of();
    private List<String> warnings = List.of();
    private @Nullable Verdict verdict;

    /** One definition of the run. */
    public static final class InstanceView {
        final String name;
        final String file;
        final Map<String, ItemView> items = new LinkedHashMap<>();
        String phase = "queued";
        int attempt;

        @Nullable
        String step;

        @Nullable
        Instant begun;

        @Nullable
        Instant ended;

        @Nullable
        Verdict verdict;

        @Nullable
        String reason;

        @Nullable
        TestsFinished tests;

        InstanceView(InstanceRef ref) {
            this.name = ref.name();
            this.file = ref.file();
        }

        /** Definition name. */
        public String name() {
            return name;
        }

        /** Final verdict, null while it runs. */
        public @Nullable Verdict verdict() {
            return verdict;
        }

        /** Why it is not PASSED. */
        public @Nullable String reason() {
            return reason;
        }

        /** The runner's report, null while it runs or when none could be given. */
        public @Nullable TestsFinished tests() {
            return tests;
        }

        /** From the first sign of work to the verdict, or to now. */
        Duration elapsed(Instant now) {
            Instant from = begun;
            if (from == null) {
                return Duration.ZERO;
            }
            Instant to = ended;
            return Duration.between(from, to == null ? now : to);
        }
    }

    /**
     * @param kind service, database, ...
     * @param state latest state
     * @param detail probe outcome, exit code, ...
     * @param lastLines last console lines of one that failed
     */
    record ItemView(String kind, ItemState state, @Nullable String detail, List<String> lastLines) {}

    /** Takes one event in; the instance it concerns, or null when it concerns the run. */
    public @Nullable InstanceView apply(ResultMessage message) {
        return switch (message) {
            case RunAccepted accepted -> {
                accepted.instances().forEach(ref -> instances.put(ref.instance().value(), new InstanceView(ref)));
                invalid = accepted.invalid();
                warnings = accepted.warnings();
                yield null;
            }
            case InstanceStateChanged changed -> {
                InstanceView view = view(changed.instance().value());
                if (view == null) {
                    yield null;
                }
                view.phase = changed.phase();
                if (changed.attempt() > view.attempt) {
                    view.attempt = changed.attempt();
                    view.items.clear();
                    view.step = null;
                }
                if (view.begun == null && !"queued".equals(changed.phase())) {
                    view.begun = changed.at();
                }
                yield view;
            }
            case ItemStateChanged changed -> {
                InstanceView view = view(changed.instance().value());
                if (view != null) {
                    view.items.put(
                            changed.item(),
                            new ItemView(changed.kind(), changed.state(), changed.detail(), changed.lastLines()));
                }
                yield view;
            }
            case StepStarted started -> {
                InstanceView view = view(started.instance().value());
                if (view != null) {
                    view.step = started.testName() + " › " + started.stepName() + " (" + (started.stepIndex() + 1) + "/"
                            + started.stepCount() + ")";
                }
                yield view;
            }
            case StepFinished finished -> view(finished.instance().value());
            case TestsFinished finished -> {
                InstanceView view = view(finished.instance().value());
                if (view != null) {
                    view.tests = finished;
                }
                yield view;
            }
            case InstanceFinished finished -> {
                InstanceView view = view(finished.instance().value());
                if (view != null) {
                    view.verdict = finished.verdict();
                    view.reason = finished.reason();
                    view.ended = finished.at();
                }
                yield view;
            }
            case RunFinished finished -> {
                verdict = finished.verdict();
                yield null;
            }
            case InstanceClaimed claimed -> view(claimed.instance().value());
            case Heartbeat beat -> view(beat.instance().value());
            default -> null;
        };
    }

    private @Nullable InstanceView view(String id) {
        return instances.get(id);
    }

    /** In path order. */
    public List<InstanceView> instances() {
        return new ArrayList<>(instances.values());
    }

    /** Definitions that were not run. */
    public List<InvalidDefinition> invalid() {
        return invalid;
    }

    /** Rendered warnings. */
    public List<String> warnings() {
        return warnings;
    }

    /** The run's verdict, null while it runs. */
    public @Nullable Verdict verdict() {
        return verdict;
    }
}
