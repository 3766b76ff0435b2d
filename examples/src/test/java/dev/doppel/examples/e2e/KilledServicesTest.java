package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A service killed with SIGKILL in a phase of an instance: the verdicts stay true, and nothing is left behind. The rows of the profile
 * {@code nightly} take about half an hour; {@code -Ddoppel.test.killed=mock,dns} runs those of some services only.
 */
class KilledServicesTest {
    private static final List<String> SERVICES =
            List.of(System.getProperty("doppel.test.killed", "scheduler,mock,dns,runner,results")
                    .split(","));

    /** Where an instance is held in each phase: by the service that is at work then, with the arrow into the phase stored. */
    private enum Moment {
        QUEUED("scheduler.queued"),
        PLACED("scheduler.placed.stored"),
        PREPARING("scheduler.preparing.stored"),
        STARTING("scheduler.starting.stored"),
        STARTED("scheduler.starting.begun"),
        READY("scheduler.running.stored"),
        RUNNING("runner.begun"),
        FINISHING("runner.finished"),
        CLOSING("scheduler.closing.stored"),
        CLOSED("scheduler.closing.begun");

        private final String point;

        Moment(String point) {
            this.point = point;
        }
    }

    private final SeparatePlatform platform = SeparatePlatform.shared();

    @RegisterExtension
    private final KeptLogs logs = new KeptLogs(platform);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"scheduler, STARTING", "mock, RUNNING", "dns, PREPARING", "runner, RUNNING", "results, CLOSING"})
    void theVerdictsStayTrueWhenItIsKilled(String service, Moment moment) throws Exception {
        kill(service, moment);
    }

    @AfterEach
    void nobodyIsHeldAnyMore() {
        platform.faults().releaseAll();
    }

    static Stream<Arguments> everyServiceAtEveryMoment() {
        return SERVICES.stream()
                .flatMap(service -> Stream.of(Moment.values()).map(moment -> Arguments.of(service, moment)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("nightly")
    void everyServiceAtEveryMoment(String service, Moment moment) throws Exception {
        kill(service, moment);
    }

    private void kill(String service, Moment moment) throws Exception {
        Path project = TwoVerdicts.in(folder);
        platform.awaitReady();
        int before = platform.part(service + "-0").path("restarts").asInt();
        platform.faults().hold(moment.point);
        Background run = Background.of(platform.doppel(), "run", "--ci", project.toString());

        platform.faults().awaitHeld(moment.point);
        platform.kill(service + "-0");
        platform.faults().release(moment.point);

        TwoVerdicts.assertTrue(platform.doppel(), run.await());
        platform.awaitReady();
        assertThat(platform.part(service + "-0").path("restarts").asInt()).isEqualTo(before + 1);
        platform.awaitNothingLeft();
    }

    static Stream<String> betweenDeedAndWord() {
        return Stream.of(
                        "scheduler.closing.stored",
                        "scheduler.gone.stored",
                        "mock.opened",
                        "mock.closed",
                        "dns.applied",
                        "runner.claimed",
                        "runner.finished",
                        "results.stored")
                .filter(point -> SERVICES.contains(serviceOf(point)));
    }

    private static String serviceOf(String point) {
        return point.substring(0, point.indexOf('.'));
    }

    /** Places inside of a service, between what it does and what it says of it: there it ends by itself, as by SIGKILL. */
    @ParameterizedTest
    @MethodSource
    @Tag("nightly")
    void betweenDeedAndWord(String point) throws Exception {
        Path project = TwoVerdicts.in(folder);
        platform.awaitReady();
        platform.faults().halt(point);

        Doppel.Ended ended = platform.doppel().run("run", "--ci", project.toString());

        assertThat(platform.faults().used(point)).as(point).isTrue();
        TwoVerdicts.assertTrue(platform.doppel(), ended);
        platform.awaitReady();
        assertThat(platform.part(serviceOf(point) + "-0").path("lastEnd").asText())
                .contains("137");
        platform.awaitNothingLeft();
    }
}
