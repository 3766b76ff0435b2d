package dev.doppel.dns.bus;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.context.ApplicationScoped;

/** The service's meters (docs/operations.md). */
@ApplicationScoped
public class DnsMeters implements MeterBinder {
    private final DnsBus bus;

    DnsMeters(DnsBus bus) {
        this.bus = bus;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(
                        "doppel.dns.queries", bus, b -> b.held().counts().asked())
                .description("questions that items asked")
                .register(registry);
        FunctionCounter.builder(
                        "doppel.dns.refused", bus, b -> b.held().counts().refused())
                .description("packets and connections of callers that are no item")
                .register(registry);
        Gauge.builder("doppel.dns.instances", bus, b -> b.held().size())
                .description("instances whose names are served here")
                .register(registry);
    }
}
