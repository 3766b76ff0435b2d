package dev.doppel.scheduler.life;

import dev.doppel.contract.result.Verdict;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can happen to an instance. Events about an attempt concern the current one; the edge drops others. */
public sealed interface Event {
    /** The attempt has just been placed. */
    record Begin() implements Event {}

    /**
     * The provider has made the environment; addresses are known.
     *
     * @param holders {@code service/replica} of everyone who must confirm: the mock-svc replica and each live dns-svc replica
     */
    record Created(Set<String> holders) implements Event {
        public Created {
            holders = Set.copyOf(holders);
        }
    }

    /** The provider refused or failed; the user's definition or machine is at fault. */
    record CreateFailed(@Nullable String item, String message, List<String> lastLines) implements Event {
        public CreateFailed {
            lastLines = List.copyOf(lastLines);
        }
    }

    /** The platform failed before the environment existed: another try may help. */
    record PlatformFailed(String message) implements Event {}

    /** A holder has applied a version, or has closed. */
    record Applied(
            String holder,
            long version,
            boolean closed,
            @Nullable String problem) implements Event {}

    /** A replica of dns-svc or mock-svc is no longer there. */
    record HolderLost(String holder, String reason) implements Event {}

    /** An item's process runs. */
    record ItemStarted(String item, String address, String detail) implements Event {}

    /** An item that does not run yet has its own address. */
    record ItemAddressed(String item, String address) implements Event {}

    /** Something slow goes on with an item. */
    record Progressed(String item, String what) implements Event {}

    /** An item could not be started. */
    record ItemFailed(String item, String message, List<String> lastLines) implements Event {
        public ItemFailed {
            lastLines = List.copyOf(lastLines);
        }
    }

    /** mock-svc found an item ready or not. */
    record Probed(String item, boolean ready, String outcome) implements Event {}

    /** An item's process ended by itself. */
    record Exited(String item, int exitCode, @Nullable String reason, List<String> lastLines) implements Event {
        public Exited {
            lastLines = List.copyOf(lastLines);
        }
    }

    /** A runner has taken the attempt. */
    record Claimed(String runner) implements Event {}

    /** The runner lives. */
    record Beat() implements Event {}

    /** A step begins. */
    record StepBegan(String step) implements Event {}

    /** A step is decided. */
    record StepEnded(boolean failed) implements Event {}

    /** The runner's verdict on the attempt. */
    record TestsEnded(Verdict verdict, @Nullable String reason) implements Event {}

    /** The run is cancelled, by the user or because its time is up. */
    record Cancel(String reason) implements Event {}

    /** This replica took the instance over from a life of scheduler-svc that ended. */
    record TakenOver() implements Event {}

    /** The provider has removed everything. */
    record Removed() implements Event {}

    /** Time has passed; limits are looked at. */
    record Tick() implements Event {}
}
