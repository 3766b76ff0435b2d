package dev.doppel.scheduler.environment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an exit code says to people (definition spec 8.5). Pure. */
public final class ExitReason {
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(31, "SIGSYS"));

    private ExitReason() {}

    /**
     * @param code 0 to 255, or 128 + signal
     * @param outOfMemory the kernel said that it killed for memory
     * @return null when the code says no more than itself
     */
    public static @Nullable String of(int code, boolean outOfMemory, List<String> lastLines) {
        if (outOfMemory) {
            return "out of memory: the limit of the item was reached";
        }
        if (code != 0 && lastLines.stream().anyMatch(line -> line.contains("java.lang.OutOfMemoryError"))) {
            return "out of memory: the Java virtual machine says OutOfMemoryError";
        }
        String signal = SIGNALS.get(code - 128);
        return signal == null ? null : "killed by signal " + (code - 128) + " (" + signal + ")";
    }
}
