package dev.doppel.scheduler.bus;

import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.drive.Tally;
import dev.doppel.scheduler.store.Census;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The service's meters (docs/operations.md). What the queue holds is counted every few seconds, not when somebody scrapes; while Postgres is
 * away it is not a number.
 */
@ApplicationScoped
public class SchedulerMeters implements MeterBinder {
    private static final Logger LOG = Logger.getLogger(SchedulerMeters.class);
    private static final long COUNT_SECONDS = 5;
    private static final List<String> RUN_STATES = List.of("PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED");
    private static final Duration[] WAITS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30)
    };

    private final SchedulerService service;
    private volatile Census.@Nullable Counts counts;
    private @Nullable Timer firstStep;
    private @Nullable ScheduledExecutorService counting;

    SchedulerMeters(SchedulerService service) {
        this.service = service;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "queue.length", "instances that wait for a place", Census.Counts::queued);
        for (String state : RUN_STATES) {
            Gauge.builder(
                            "doppel.scheduler.runs",
                            this,
                            m -> m.counted(c -> of(c.runs().get(state))))
                    .description("runs that are kept, by state")
                    .tag("state", state.toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (InstanceState state : InstanceState.values()) {
            Gauge.builder(
                            "doppel.scheduler.instances",
                            this,
                            m -> m.counted(c -> of(c.instances().get(state.name()))))
                    .description("instances that are not gone, by state")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (Verdict verdict : Verdict.values()) {
            FunctionCounter.builder(
                            "doppel.scheduler.instances.finished",
                            service,
                            s -> of(s, tally -> tally.finished(verdict)))
                    .description("instances that ended here, by verdict")
                    .tag("verdict", verdict.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        counter(registry, "attempts.repeated", "attempts that were followed by another", s -> of(s, Tally::retried));
        counter(registry, "environments.reaped", "environments that nobody needed", s -> of(s, Tally::reaped));
        counter(
                registry,
                "leaks",
                "environments found over their time",
                s -> s.leaks().found());
        Gauge.builder(
                        "doppel.scheduler.environments.leaked",
                        service,
                        s -> s.leaks().now())
                .description("environments over their time that are still there")
                .register(registry);
        firstStep = Timer.builder("doppel.scheduler.first.step")
                .description("from the acceptance of a run to the first step of each of its instances")
                .serviceLevelObjectives(WAITS)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<Census.Counts> value) {
        Gauge.builder("doppel.scheduler." + name, this, m -> m.counted(value))
                .description(what)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<SchedulerService> value) {
        FunctionCounter.builder("doppel.scheduler." + name, service, value)
                .description(what)
                .register(registry);
    }

    private double counted(ToDoubleFunction<Census.Counts> value) {
        Census.Counts now = counts;
        return now == null ? Double.NaN : value.applyAsDouble(now);
    }

    private static double of(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private static double of(SchedulerService service, ToLongFunction<Tally> count) {
        return service.tally().map(tally -> (double) count.applyAsLong(tally)).orElse(0.0);
    }

    /** After {@link SchedulerService} is at work. */
    void start(@Observes @Priority(5_000) StartupEvent event) {
        Timer timer = firstStep;
        if (timer != null) {
            service.tally().ifPresent(tally -> tally.firstStepsTo(timer::record));
        }
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("scheduler-census").daemon().factory());
        counting = started;
        var unused = started.scheduleWithFixedDelay(this::count, 0, COUNT_SECONDS, TimeUnit.SECONDS);
    }

    private void count() {
        try {
            counts = service.census();
        } catch (RuntimeException e) {
            counts = null;
            LOG.debugf("the queue could not be counted: %s", e.getMessage());
        }
    }

    void stop(@Observes @Priority(5) ShutdownEvent event) {
        if (counting != null) {
            counting.shutdownNow();
        }
    }
}
