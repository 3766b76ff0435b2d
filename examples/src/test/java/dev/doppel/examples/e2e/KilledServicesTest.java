package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A service killed with SIGKILL in a phase of an instance: the verdicts stay true, and nothing is left behind. */
class KilledServicesTest {
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

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"scheduler, STARTING", "mock, RUNNING", "dns, PREPARING", "runner, RUNNING", "results, CLOSING"})
    void theVerdictsStayTrueWhenItIsKilled(String service, Moment moment) throws Exception {
        kill(service, moment);
    }

    static Stream<Arguments> everyServiceAtEveryMoment() {
        return Stream.of("scheduler", "mock", "dns", "runner", "results")
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

    /** Places inside of a service, between what it does and what it says of it: there it ends by itself, as by SIGKILL. */
    @ParameterizedTest
    @CsvSource({
        "scheduler-0, scheduler.closing.stored",
        "scheduler-0, scheduler.gone.stored",
        "mock-0, mock.opened",
        "mock-0, mock.closed",
        "dns-0, dns.applied",
        "runner-0, runner.claimed",
        "runner-0, runner.finished",
        "results-0, results.stored"
    })
    @Tag("nightly")
    void betweenDeedAndWord(String part, String point) throws Exception {
        Path project = TwoVerdicts.in(folder);
        platform.awaitReady();
        platform.faults().halt(point);

        Doppel.Ended ended = platform.doppel().run("run", "--ci", project.toString());

        assertThat(platform.faults().used(point)).as(point).isTrue();
        TwoVerdicts.assertTrue(platform.doppel(), ended);
        platform.awaitReady();
        assertThat(platform.part(part).path("lastEnd").asText()).contains("137");
        platform.awaitNothingLeft();
    }
}
