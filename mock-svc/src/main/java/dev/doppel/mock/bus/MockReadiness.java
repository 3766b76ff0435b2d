package dev.doppel.mock.bus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every environment that existed at the start is known. */
@Readiness
@ApplicationScoped
public class MockReadiness implements HealthCheck {
    private final MockService service;

    MockReadiness(MockService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("mock-svc environments")
                .status(service.ready())
                .build();
    }
}
