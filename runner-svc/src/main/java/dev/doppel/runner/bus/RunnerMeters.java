package dev.doppel.runner.bus;

import dev.doppel.contract.result.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service's meters (docs/operations.md), there from the start. Thread-safe. */
@Startup
@ApplicationScoped
public class RunnerMeters {
    private final Counter claims;
    private final Map<Verdict, Counter> decided = new EnumMap<>(Verdict.class);
    private final Counter undecided;
    private final Timer lag;

    RunnerMeters(MeterRegistry registry) {
        this.claims = Counter.builder("doppel.runner.claims")
                .description("attempts claimed")
                .register(registry);
        for (Verdict verdict : Verdict.values()) {
            decided.put(verdict, attempts(registry, verdict.name().toLowerCase(Locale.ROOT)));
        }
        this.undecided = attempts(registry, "none");
        this.lag = Timer.builder("doppel.runner.verdict.lag")
                .description("from the answer to a step's action to the step's outcome, quiet times included")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(600),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(120))
                .register(registry);
    }

    private static Counter attempts(MeterRegistry registry, String verdict) {
        return Counter.builder("doppel.runner.attempts")
                .description("attempts decided, by verdict; none: the environment was lost before")
                .tag("verdict", verdict)
                .register(registry);
    }

    void claimed() {
        claims.increment();
    }

    void finished(@Nullable Verdict verdict) {
        Counter counter = verdict == null ? undecided : decided.get(verdict);
        if (counter != null) {
            counter.increment();
        }
    }

    void decided(Duration after) {
        lag.record(after);
    }
}
