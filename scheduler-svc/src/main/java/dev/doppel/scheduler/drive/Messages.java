package dev.doppel.scheduler.drive;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.definition.model.Definition;
import dev.doppel.platform.mask.SecretText;
import dev.doppel.scheduler.life.Attempt;
import dev.doppel.scheduler.life.Effect;
import dev.doppel.scheduler.life.Items;
import dev.doppel.scheduler.plan.MockSpecs;
import dev.doppel.scheduler.plan.SkippedTests;
import dev.doppel.scheduler.plan.States;
import dev.doppel.scheduler.store.FinishedRun;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.Submissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Effects of one instance as records for the broker. */
final class Messages {
    private final InstanceRow row;
    private final @Nullable Definition definition;
    private final Map<String, String> kinds;
    private final List<String> secrets;
    private final SecretText masked;
    private final Egress installation;
    private final int captureBytes;
    private final Function<Message, Encoded> codec;
    private final Clock clock;

    Messages(
            InstanceRow row,
            @Nullable Definition definition,
            Map<String, String> kinds,
            List<String> secrets,
            Parts parts) {
        this.row = row;
        this.definition = definition;
        this.kinds = kinds;
        this.secrets = secrets;
        this.masked = new SecretText(secrets);
        this.installation = parts.installation();
        this.captureBytes = parts.config().captureBytes();
        this.codec = parts.codec()::encode;
        this.clock = parts.clock();
    }

    /**
     * The records of an effect in order; none for one that is only a call.
     *
     * @param made null before the environment exists
     * @param items null before the first item started
     * @param tail an item's last console lines
     */
    List<Encoded> of(Effect effect, @Nullable Made made, @Nullable Items items, Function<String, List<String>> tail) {
        Instant now = clock.instant();
        return switch (effect) {
            case Effect.Entered entered ->
                List.of(codec.apply(new InstanceStateChanged(
                        row.run(),
                        now,
                        row.id(),
                        entered.attempt(),
                        entered.state().shown(),
                        entered.state().phase(),
                        masked.orNull(entered.reason()))));
            case Effect.PublishEnvironment publish ->
                List.of(codec.apply(environment(publish.attempt(), publish.phase(), made, items)));
            case Effect.Tombstone tombstone ->
                List.of(Submissions.tombstone(Topic.ENVIRONMENTS, row.id().value()));
            case Effect.PublishReady ready -> {
                if (made == null || definition == null) {
                    throw new IllegalStateException("ready without an environment");
                }
                yield List.of(codec.apply(ready(made, definition, items, now)));
            }
            case Effect.Withdraw withdraw ->
                List.of(codec.apply(new InstanceWithdrawn(
                        withdraw.attempt().id(), row.run(), withdraw.cause(), masked.text(withdraw.reason()))));
            case Effect.ItemChanged changed ->
                List.of(codec.apply(new ItemStateChanged(
                        row.run(),
                        now,
                        row.id(),
                        changed.attempt(),
                        changed.item(),
                        kinds.getOrDefault(changed.item(), "item"),
                        changed.state(),
                        masked.orNull(changed.detail()),
                        masked.all(changed.lastLines() == null ? tail.apply(changed.item()) : changed.lastLines()))));
            case Effect.Decided decided -> decided(decided, now);
            case Effect.Create create -> List.of();
            case Effect.StartItem start -> List.of();
            case Effect.Remove remove -> List.of();
        };
    }

    private List<Encoded> decided(Effect.Decided decided, Instant now) {
        List<Encoded> messages = new ArrayList<>();
        String reason = masked.orNull(decided.reason());
        if (decided.tests()) {
            Outcome outcome = decided.verdict() == Verdict.CANCELLED ? Outcome.CANCELLED : Outcome.SKIPPED;
            messages.add(codec.apply(new TestsFinished(
                    row.run(),
                    now,
                    row.id(),
                    decided.attempt(),
                    decided.verdict(),
                    reason,
                    List.of(),
                    definition == null ? List.of() : SkippedTests.of(definition, outcome, reason),
                    0)));
        }
        messages.add(codec.apply(
                new InstanceFinished(row.run(), now, row.id(), decided.attempt(), decided.verdict(), reason)));
        return messages;
    }

    private EnvironmentState environment(Attempt attempt, Phase phase, @Nullable Made made, @Nullable Items items) {
        Egress egress = definition == null ? installation : MockSpecs.egress(definition, installation);
        if (phase == Phase.CLOSING || phase == Phase.GONE || made == null || definition == null) {
            return new EnvironmentState(
                    attempt.id(),
                    row.run(),
                    row.name(),
                    attempt.version(),
                    phase,
                    attempt.holder(),
                    List.of(),
                    List.of(),
                    "",
                    List.of(),
                    null,
                    List.of(),
                    egress,
                    "",
                    captureBytes);
        }
        return new EnvironmentState(
                attempt.id(),
                row.run(),
                row.name(),
                attempt.version(),
                phase,
                attempt.holder(),
                States.items(definition, made.layout(), items),
                made.layout().listeners(),
                made.layout().outsideAddress(),
                made.mocks(),
                made.mocksBlob(),
                made.twins(),
                egress,
                made.token(),
                captureBytes,
                secrets);
    }

    private InstanceReady ready(Made made, Definition known, @Nullable Items items, Instant now) {
        ListenerSpec runner = made.layout().listeners().stream()
                .filter(listener -> listener.role() == ListenerSpec.Role.RUNNER)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the provider made no listener for the runner"));
        Attempt attempt = attempt();
        return new InstanceReady(
                attempt.id(),
                row.run(),
                row.name(),
                made.definition(),
                made.start().exchanges(),
                made.start().evidence(),
                runner.bindAddress(),
                runner.bindPort(),
                made.token(),
                States.endpoints(known, made.layout(), items),
                known.config().timeout().toMillis(),
                now,
                secrets);
    }

    private @Nullable Attempt current;

    /** The attempt that records speak of from now on. */
    void current(@Nullable Attempt attempt) {
        if (attempt != null) {
            current = attempt;
        }
    }

    private Attempt attempt() {
        if (current == null) {
            throw new IllegalStateException("no attempt");
        }
        return current;
    }

    /** The run's last record. */
    Encoded finished(FinishedRun run) {
        return finished(run, codec, clock.instant());
    }

    static Encoded finished(FinishedRun run, Function<Message, Encoded> codec, Instant now) {
        return codec.apply(new RunFinished(
                run.run(),
                now,
                run.verdict(),
                run.instances().stream().map(i -> i.name() + ": " + i.verdict()).toList()));
    }

    static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
