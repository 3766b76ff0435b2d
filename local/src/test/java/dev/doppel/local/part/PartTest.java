package dev.doppel.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.local.part.PartState.Status;
import dev.doppel.platform.fault.FaultPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PartTest {
    private static final Path LOG = Path.of("unused.log");

    private static Program program(String... command) {
        return new Program() {
            @Override
            public Process start() throws IOException {
                return new ProcessBuilder(command).start();
            }

            @Override
            public boolean ready() {
                return true;
            }
        };
    }

    private static PartState await(Part part, Predicate<PartState> condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.test(part.state()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(part.state()).matches(condition);
        return part.state();
    }

    @Test
    void whatEndsByItselfIsStartedAgainAndItsEndIsTold() {
        try (Part part = Part.start("p-0", "p", LOG, program("sh", "-c", "exit 7"), FaultPoints.none())) {
            PartState state = await(part, now -> now.restarts() >= 2);
            assertThat(state.lastEnd()).startsWith("ended with code 7 at ");
        }
    }

    @Test
    void whatCannotBeStartedIsTriedAgain() {
        try (Part part = Part.start("p-0", "p", LOG, program("/no/such/program"), FaultPoints.none())) {
            assertThat(await(part, now -> now.restarts() >= 1).lastEnd()).contains("/no/such/program");
        }
    }

    @Test
    void aKilledProcessGetsASuccessorAndOneThatLeavesGetsNone() {
        Part part = Part.start("p-0", "p", LOG, program("sleep", "60"), FaultPoints.none());
        long first = await(part, now -> now.status() == Status.READY).pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        long second = await(part, now -> now.pid() != 0 && now.pid() != first).pid();
        assertThat(ProcessHandle.of(second)).isPresent();

        part.leave();

        await(part, now -> now.status() == Status.GONE);
        assertThat(ProcessHandle.of(second).map(ProcessHandle::isAlive)).isNotEqualTo(java.util.Optional.of(true));
    }
}
