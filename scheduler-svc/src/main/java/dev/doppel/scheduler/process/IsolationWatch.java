package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentObserver.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what an item tried in vain at the network, from the kernel's counters in its namespace: so nothing has to listen anywhere, no
 * packet leaves the item, and no item can avoid being counted. What it tells is how often, not whereto. Each kind is told when it is first
 * seen, again when it has doubled, and at the end. Thread-safe.
 */
final class IsolationWatch {
    private final String item;
    private final String namespace;
    private final EnvironmentObserver observer;
    private final Map<Refused, Long> told = new EnumMap<>(Refused.class);

    IsolationWatch(String item, String namespace, EnvironmentObserver observer) {
        this.item = item;
        this.namespace = namespace;
        this.observer = observer;
    }

    /** Looks through a process in the namespace; one that is gone shows nothing. */
    void look(RunningItem process) {
        look(process, 2);
    }

    private boolean look(RunningItem process, long growth) {
        try {
            if (process.alive()) {
                tell(Files.readString(Path.of("/proc", Long.toString(process.pid()), "net", "snmp")), growth);
                return true;
            }
        } catch (IOException gone) {
            // the last look is made without it
        }
        return false;
    }

    /** Looks for the last time: through the process, else through the namespace that it left. */
    void lookLast(RunningItem process) {
        if (look(process, 1)) {
            return;
        }
        try {
            tell(
                    Tool.attempt(List.of("ip", "netns", "exec", namespace, "cat", "/proc/net/snmp"), "")
                            .output(),
                    1);
        } catch (IOException e) {
            // the namespace was never made, or is gone
        }
    }

    private synchronized void tell(String snmp, long growth) {
        NetworkCounters.refused(snmp).forEach((what, times) -> {
            long before = told.getOrDefault(what, 0L);
            if (times > before && times >= before * growth) {
                told.put(what, times);
                observer.refused(item, what, times);
            }
        });
    }
}
