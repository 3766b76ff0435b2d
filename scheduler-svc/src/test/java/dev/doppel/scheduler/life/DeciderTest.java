package dev.doppel.scheduler.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.evidence.InstanceWithdrawn.Cause;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions of an instance's life, without threads or I/O. */
class DeciderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final ItemFact DB = new ItemFact("db", ItemKind.DATABASE, 0, false, "postgres on port 5432");
    private static final ItemFact JOBS = new ItemFact("jobs", ItemKind.WORKER, 0, false, "");
    private static final ItemFact API = new ItemFact("api", ItemKind.SERVICE, 0, false, "GET /health on port 8080");
    private static final ItemFact WEB = new ItemFact("web", ItemKind.SERVICE, 1, false, "tcp on port 80");

    private final List<Effect> effects = new ArrayList<>();
    private Decider decider = decider(DB, JOBS, API, WEB);
    private Life life = placed(1);
    private Instant now = NOW;

    private static Decider decider(ItemFact... items) {
        return new Decider(new Facts(
                List.of(items),
                Duration.ofSeconds(300),
                Duration.ofSeconds(300),
                new Facts.Patience(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        2)));
    }

    private static Life placed(int number) {
        return new Life.Queued(number - 1, 0)
                .place(new Attempt(
                        new AttemptId(InstanceId.of("run-1"), number, Incarnation.of("life-1")),
                        ReplicaId.of("m"),
                        0,
                        false,
                        NOW.plusSeconds(300),
                        false,
                        null));
    }

    private List<Effect> on(Event event) {
        Decision decision = decider.decide(life, event, now);
        life = decision.next();
        effects.addAll(decision.effects());
        return decision.effects();
    }

    private static final Event CREATED = new Event.Created(Set.of("mock/m", "dns/d"));

    private void prepared() {
        on(new Event.Begin());
        on(CREATED);
        on(new Event.Applied("mock/m", 1, false, null));
        on(new Event.Applied("dns/d", 1, false, null));
    }

    private void started(String item) {
        on(new Event.ItemStarted(item, "10.0.1.1", "fake"));
    }

    private void ready(String item) {
        on(new Event.Probed(item, true, "ok"));
    }

    private void running() {
        prepared();
        for (String item : List.of("db", "jobs", "api")) {
            started(item);
        }
        ready("db");
        ready("api");
        started("web");
        ready("web");
        assertThat(life).isInstanceOf(Life.Running.class);
    }

    private void claimed() {
        running();
        on(new Event.Claimed("runner-0"));
    }

    private List<String> startedNames(List<Effect> from) {
        return from.stream()
                .filter(Effect.StartItem.class::isInstance)
                .map(e -> ((Effect.StartItem) e).item())
                .toList();
    }

    private Effect.Decided decided() {
        return effects.stream()
                .filter(Effect.Decided.class::isInstance)
                .map(Effect.Decided.class::cast)
                .reduce((a, b) -> {
                    throw new AssertionError("decided twice: " + a + ", " + b);
                })
                .orElseThrow(() -> new AssertionError("not decided; life is " + life));
    }

    private List<String> arrows() {
        return effects.stream()
                .filter(Effect.Entered.class::isInstance)
                .map(e -> ((Effect.Entered) e).state().phase())
                .toList();
    }

    @Test
    void anAddressThatIsKnownBeforeTheItemRunsIsPublishedAtOnceAndDoesNotMeanThatItRuns() {
        prepared();
        List<Effect> told = on(new Event.ItemAddressed("db", "10.244.0.5"));
        assertThat(told).anyMatch(Effect.PublishEnvironment.class::isInstance);
        Life.Starting starting = (Life.Starting) life;
        ItemProgress db = starting.items().get("db");
        assertThat(db.address()).isEqualTo("10.244.0.5");
        assertThat(db.status()).isEqualTo(ItemProgress.Status.STARTING);
        assertThat(on(new Event.ItemAddressed("nobody", "10.244.0.6"))).isEmpty();
    }

    @Test
    void waitsForEveryHolderBeforeStarting() {
        on(new Event.Begin());
        on(CREATED);
        assertThat(on(new Event.Applied("mock/m", 1, false, null))).isEmpty();
        assertThat(life).isInstanceOf(Life.Preparing.class);
        assertThat(startedNames(on(new Event.Applied("dns/d", 1, false, null)))).containsExactly("db");
    }

    @Test
    void anOldVersionConfirmsNothing() {
        on(new Event.Begin());
        on(CREATED);
        on(new Event.Applied("mock/m", 0, false, null));
        on(new Event.Applied("dns/d", 1, false, null));
        assertThat(life).isInstanceOf(Life.Preparing.class);
    }

    @Test
    void D097_laterStagesWaitForEarlierOnesButNotForWorkers() {
        prepared();
        assertThat(startedNames(on(new Event.ItemStarted("db", "a", "")))).containsExactly("jobs");
        assertThat(startedNames(on(new Event.ItemStarted("jobs", "a", "")))).containsExactly("api");
        assertThat(startedNames(on(new Event.ItemStarted("api", "a", "")))).isEmpty();
        assertThat(startedNames(on(new Event.Probed("api", true, "200")))).isEmpty();
        assertThat(startedNames(on(new Event.Probed("db", true, "ok")))).containsExactly("web");
    }

    @Test
    void D089_aWorkerDoesNotDelayTheNextStageAndItsExitFailsTheInstance() {
        decider = decider(JOBS, WEB);
        prepared();
        assertThat(startedNames(on(new Event.ItemStarted("jobs", "a", "")))).containsExactly("web");
        on(new Event.Exited("jobs", 0, null, List.of("done")));
        assertThat(decided().verdict()).isEqualTo(Verdict.ERROR);
        assertThat(decided().reason()).contains("jobs").contains("exit code 0");
    }

    @Test
    void D089_aWorkerThatExitsDuringTestsFailsTheInstanceWhateverItsCode() {
        claimed();
        on(new Event.Exited("jobs", 0, null, List.of("bye")));
        on(new Event.TestsEnded(Verdict.FAILED, "whatever the runner says"));
        assertThat(decided().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(decided().reason()).contains("jobs", "exit code 0", "bye");
    }

    @Test
    void aOneShotWorkerHoldsTheNextStageUntilItEndsWell() {
        ItemFact migrate = new ItemFact("migrate", ItemKind.WORKER, 0, true, "");
        decider = decider(migrate, WEB);
        prepared();
        assertThat(startedNames(on(new Event.ItemStarted("migrate", "a", "")))).isEmpty();
        assertThat(startedNames(on(new Event.Exited("migrate", 0, null, List.of()))))
                .containsExactly("web");
    }

    @Test
    void everyArrowIsRecordedAndVersionsGrow() {
        claimed();
        on(new Event.TestsEnded(Verdict.PASSED, null));
        on(new Event.Removed());
        on(new Event.Applied("mock/m", 9, true, null));
        on(new Event.Applied("dns/d", 9, true, null));

        assertThat(arrows()).containsExactly("preparing", "starting", "running", "finishing", "closing", "gone");
        assertThat(effects.stream()
                        .filter(Effect.PublishEnvironment.class::isInstance)
                        .map(e -> ((Effect.PublishEnvironment) e).attempt().version()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(effects.getLast()).isInstanceOf(Effect.Entered.class);
        assertThat(effects).contains(new Effect.Tombstone());
        assertThat(decided().tests()).as("the runner gave the results").isFalse();
    }

    @Test
    void anItemThatNeverStartsEndsWithWhatWasLastSaidAboutIt() {
        prepared();
        on(new Event.Progressed("db", "its node cannot set it up: FailedMount: no such volume"));
        now = NOW.plusSeconds(301);
        on(new Event.Tick());
        assertThat(decided().verdict()).isEqualTo(Verdict.ERROR);
        assertThat(decided().reason()).contains("db (stage 0) did not finish starting: its node cannot set it up");
    }

    @Test
    void whatWasSaidBeforeAnItemStartedIsNoReasonAfterwards() {
        prepared();
        on(new Event.Progressed("db", "image postgres:15 cannot be pulled: i/o timeout; trying again"));
        on(new Event.ItemStarted("db", "a", ""));
        now = NOW.plusSeconds(301);
        on(new Event.Tick());
        assertThat(decided().reason()).contains("last result none").doesNotContain("i/o timeout");
    }

    @Test
    void D176_aProbeThatNeverPassesEndsWithItemProbeAndLastResult() {
        prepared();
        started("db");
        ready("db");
        started("jobs");
        started("api");
        on(new Event.Probed("api", false, "503 from GET /health"));
        now = NOW.plusSeconds(300);
        on(new Event.Tick());

        assertThat(decided().verdict()).isEqualTo(Verdict.ERROR);
        assertThat(decided().reason())
                .contains("300 s", "api", "GET /health on port 8080", "503 from GET /health")
                .doesNotContain("db ");
        assertThat(effects)
                .filteredOn(e ->
                        e instanceof Effect.ItemChanged c && c.state() == ItemState.NOT_READY && c.lastLines() == null)
                .as("the edge adds the last lines")
                .hasSize(1);
    }

    @Test
    void D175_aCrashAtStartIsAnErrorWithItemExitCodeAndLastLines() {
        prepared();
        started("db");
        on(new Event.Exited("db", 137, "out of memory", List.of("one", "killed here")));

        assertThat(decided().verdict()).isEqualTo(Verdict.ERROR);
        assertThat(decided().reason()).contains("db", "exit code 137", "out of memory", "killed here");
        assertThat(effects)
                .filteredOn(e -> e instanceof Effect.ItemChanged c
                        && c.state() == ItemState.CRASHED
                        && List.of("one", "killed here").equals(c.lastLines()))
                .hasSize(1);
        assertThat(decided().tests()).isTrue();
    }

    @Test
    void D177_aCrashDuringTestsFailsAndNamesItemExitCodeAndStep() {
        claimed();
        on(new Event.StepBegan("step 'pay' of test 'checkout'"));
        on(new Event.Exited("api", 1, null, List.of("boom")));
        assertThat(life).isInstanceOf(Life.Finishing.class);
        assertThat(effects).anyMatch(e -> e instanceof Effect.Withdraw w && w.cause() == Cause.CRASHED);
        on(new Event.TestsEnded(Verdict.FAILED, "whatever the runner says"));

        assertThat(decided().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(decided().reason()).contains("api", "exit code 1", "step 'pay' of test 'checkout'", "boom");
    }

    @Test
    void aCrashIsNeverRetriedEvenWithoutARunnersAnswer() {
        claimed();
        on(new Event.Exited("api", 1, null, List.of()));
        now = now.plusSeconds(10);
        on(new Event.Tick());
        assertThat(decided().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(decided().tests()).isTrue();
    }

    @Test
    void aRunnerThatIsSilentIsLostAndAnotherAttemptFollows() {
        claimed();
        now = NOW.plusSeconds(6);
        on(new Event.Beat());
        now = NOW.plusSeconds(12);
        assertThat(on(new Event.Tick())).isEmpty();
        now = NOW.plusSeconds(13);
        on(new Event.Tick());

        assertThat(life)
                .isInstanceOfSatisfying(
                        Life.Closing.class,
                        closing -> assertThat(closing.ending()).isInstanceOf(Ending.Again.class));
        assertThat(effects).anyMatch(e -> e instanceof Effect.Withdraw w && w.cause() == Cause.LOST);
        on(new Event.Removed());
        now = now.plusSeconds(30);
        on(new Event.Tick());
        assertThat(life).isEqualTo(new Life.Queued(1, 8));
    }

    @Test
    void aVerdictThatArrivesAfterTheLossCounts() {
        claimed();
        now = NOW.plusSeconds(7);
        on(new Event.Tick());
        on(new Event.TestsEnded(Verdict.FAILED, "expected 1"));
        assertThat(decided()).isEqualTo(new Effect.Decided(1, Verdict.FAILED, "expected 1", false));
    }

    @Test
    void aLossIsNoReasonForAnotherAttemptOnceAStepFailed() {
        claimed();
        on(new Event.StepEnded(true));
        now = NOW.plusSeconds(60);
        on(new Event.Tick());
        assertThat(decided().verdict()).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"1,again", "2,again", "3,error"})
    void attemptsAreBounded(int number, String expected) {
        life = placed(number);
        claimed();
        on(new Event.HolderLost("mock/m", "mock/m was restarted"));
        if (expected.equals("again")) {
            assertThat(((Life.Closing) life).ending()).isEqualTo(new Ending.Again("mock/m was restarted"));
        } else {
            assertThat(decided().verdict()).isEqualTo(Verdict.ERROR);
            assertThat(decided().reason()).contains("mock/m was restarted");
        }
    }

    @Test
    void aDnsReplicaThatGoesAwayIsNotWaitedFor() {
        on(new Event.Begin());
        on(CREATED);
        on(new Event.Applied("mock/m", 1, false, null));
        on(new Event.HolderLost("dns/d", "gone"));
        assertThat(life).isInstanceOf(Life.Starting.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mock/m", "dns/d"})
    void anEnvironmentWhoseHolderIsLostIsGivenUpAndTheHolderNotWaitedFor(String holder) {
        claimed();
        on(new Event.HolderLost(holder, holder + " was restarted"));
        assertThat(((Life.Closing) life).ending()).isEqualTo(new Ending.Again(holder + " was restarted"));
        assertThat(((Life.Closing) life).waiting()).doesNotContain(holder).hasSize(1);
        on(new Event.HolderLost("dns/other", "not ours"));
        assertThat(((Life.Closing) life).waiting()).hasSize(1);
    }

    @Test
    void theRunTimeLimitFailsAndNamesTheStep() {
        claimed();
        on(new Event.StepBegan("step 'pay' of test 'checkout'"));
        for (int second = 5; second < 300; second += 5) {
            now = NOW.plusSeconds(second);
            on(new Event.Beat());
        }
        now = NOW.plusSeconds(300);
        on(new Event.Tick());
        assertThat(effects).anyMatch(e -> e instanceof Effect.Withdraw w && w.cause() == Cause.TIMED_OUT);
        on(new Event.TestsEnded(Verdict.FAILED, "x"));
        assertThat(decided().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(decided().reason()).isEqualTo("execution time-out after 300 s in step 'pay' of test 'checkout'");
    }

    @Test
    void aVerdictReachedBeforeTheWithdrawalStands() {
        claimed();
        on(new Event.Cancel("cancelled by the user"));
        on(new Event.TestsEnded(Verdict.PASSED, null));
        assertThat(decided().verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"placed", "preparing", "starting", "running", "claimed"})
    void cancelEndsEveryPhase(String phase) {
        switch (phase) {
            case "placed" -> on(new Event.Begin());
            case "preparing" -> {
                on(new Event.Begin());
                on(CREATED);
            }
            case "starting" -> prepared();
            case "running" -> running();
            default -> claimed();
        }
        on(new Event.Cancel("cancelled by the user"));
        if (phase.equals("claimed")) {
            assertThat(life).isInstanceOf(Life.Finishing.class);
            on(new Event.TestsEnded(Verdict.CANCELLED, "stopped"));
        }
        assertThat(decided().verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(life).isInstanceOf(Life.Closing.class);
        assertThat(effects).anyMatch(Effect.Remove.class::isInstance);
        on(new Event.Removed());
        now = now.plusSeconds(30);
        on(new Event.Tick());
        assertThat(life).isInstanceOf(Life.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"placed", "preparing", "starting", "running", "claimed"})
    void anotherLifeOfTheSchedulerStartsANewAttempt(String phase) {
        switch (phase) {
            case "placed" -> on(new Event.Begin());
            case "preparing" -> {
                on(new Event.Begin());
                on(CREATED);
            }
            case "starting" -> prepared();
            case "running" -> running();
            default -> claimed();
        }
        on(new Event.TakenOver());
        assertThat(((Life.Closing) life).ending()).isInstanceOf(Ending.Again.class);
        assertThat(effects).anyMatch(Effect.Remove.class::isInstance);
    }

    @Test
    void whatWasNeverPublishedIsNotTakenBack() {
        on(new Event.Begin());
        on(new Event.CreateFailed(null, "item api: image x cannot be had here", List.of()));
        assertThat(decided().verdict()).isEqualTo(Verdict.ERROR);
        on(new Event.Removed());
        assertThat(life).isInstanceOf(Life.Gone.class);
        assertThat(effects).noneMatch(Effect.PublishEnvironment.class::isInstance);
        assertThat(effects).doesNotContain(new Effect.Tombstone());
    }

    @Test
    void aClosingThatHangsEndsAllTheSame() {
        claimed();
        on(new Event.TestsEnded(Verdict.PASSED, null));
        now = now.plusSeconds(29);
        assertThat(on(new Event.Tick())).isEmpty();
        now = now.plusSeconds(1);
        on(new Event.Tick());
        assertThat(life).isInstanceOf(Life.Gone.class);
        assertThat(effects).anyMatch(e -> e instanceof Effect.PublishEnvironment p && p.phase() == Phase.GONE);
    }

    @Test
    void aDefinitionWithoutItemsGoesStraightToRunning() {
        decider = decider();
        prepared();
        assertThat(life).isInstanceOf(Life.Running.class);
        assertThat(effects).contains(new Effect.PublishReady());
    }
}
