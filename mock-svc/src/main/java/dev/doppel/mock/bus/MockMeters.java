package dev.doppel.mock.bus;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The service's meters (docs/operations.md). They are read from what is counted anyway; nothing of them is on an event loop. */
@ApplicationScoped
public class MockMeters implements MeterBinder {
    private final MockService service;
    private @Nullable Timer lag;

    MockMeters(MockService service) {
        this.service = service;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(
                registry,
                "exchanges.captured",
                "intercepted exchanges on their way to the log",
                node -> node.capture().tally().exchanges());
        counter(
                registry,
                "records.lost",
                "records given up: their instances become inconclusive",
                node -> node.capture().tally().lost());
        gauge(
                registry,
                "ring.records",
                "records that wait to be published",
                node -> node.capture().waiting());
        gauge(
                registry,
                "ring.bytes",
                "what these records hold in memory",
                node -> node.capture().waitingBytes());
        gauge(
                registry,
                "instances",
                "instances placed here",
                node -> node.environments().count());
        gauge(registry, "room", "instances that would be taken now", MockNode::room);
        lag = Timer.builder("doppel.mock.publish.lag")
                .description("from the end of an exchange, or a stream's head, to its acknowledgement by the broker")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1))
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<MockNode> value) {
        FunctionCounter.builder("doppel.mock." + name, service, s -> of(s, value))
                .description(what)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<MockNode> value) {
        Gauge.builder("doppel.mock." + name, service, s -> of(s, value))
                .description(what)
                .register(registry);
    }

    private static double of(MockService service, ToDoubleFunction<MockNode> value) {
        return service.node().map(value::applyAsDouble).orElse(0.0);
    }

    /** After {@link MockService} has begun. */
    void start(@Observes @Priority(5_000) StartupEvent event) {
        Timer timer = lag;
        if (timer != null) {
            service.node().ifPresent(node -> node.capture().tally().lagTo(timer::record));
        }
    }
}
