package dev.doppel.scheduler.contract;

import dev.doppel.scheduler.environment.EnvironmentObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Remembers what a provider reports and lets a scenario wait for it. Thread-safe. */
public final class Observed implements EnvironmentObserver {
    /** One thing that was reported. */
    public record Event(String kind, String item, String text, int code, List<String> lines) {}

    private final List<Event> events = new ArrayList<>();

    @Override
    public void console(String item, String stream, String line, Instant at) {
        add(new Event(stream, item, line, 0, List.of()));
    }

    @Override
    public void consoleDropped(String item, long lines) {
        add(new Event("dropped", item, Long.toString(lines), 0, List.of()));
    }

    @Override
    public void refused(String item, Refused what, long times) {
        add(new Event("refused " + what, item, Long.toString(times), 0, List.of()));
    }

    @Override
    public void addressed(String item, String address) {
        add(new Event("addressed", item, address, 0, List.of()));
    }

    @Override
    public void progress(String item, String what) {
        add(new Event("progress", item, what, 0, List.of()));
    }

    @Override
    public void exited(String item, int exitCode, @Nullable String reason, List<String> lastLines) {
        add(new Event("exited", item, String.valueOf(reason), exitCode, lastLines));
    }

    private synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The output of an item so far. */
    public List<String> output(String item) {
        return events().stream()
                .filter(e -> e.item().equals(item) && e.kind().equals("stdout"))
                .map(Event::text)
                .toList();
    }

    /** Waits up to 30 s for an event. */
    public synchronized Event await(String what, Predicate<Event> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            for (Event event : events) {
                if (wanted.test(event)) {
                    return event;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no " + what + " within 30 s, but " + events);
            }
            wait(left);
        }
    }

    /** Waits for an item's end and returns everything it wrote. */
    public List<String> outputAtEnd(String item) throws InterruptedException {
        await("end of " + item, e -> e.kind().equals("exited") && e.item().equals(item));
        return output(item);
    }
}
