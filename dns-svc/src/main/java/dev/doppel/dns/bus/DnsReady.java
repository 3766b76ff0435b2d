package dev.doppel.dns.bus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every environment that existed at start is known. */
@Readiness
@ApplicationScoped
class DnsReady implements HealthCheck {
    private final DnsBus bus;

    DnsReady(DnsBus bus) {
        this.bus = bus;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("dns-svc has read the wanted environments")
                .status(bus.ready())
                .build();
    }
}
