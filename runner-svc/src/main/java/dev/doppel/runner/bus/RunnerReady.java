package dev.doppel.runner.bus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when content published before the start is known. */
@Readiness
@ApplicationScoped
class RunnerReady implements HealthCheck {
    private final Runner runner;

    RunnerReady(Runner runner) {
        this.runner = runner;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("runner-svc can run attempts")
                .status(runner.ready())
                .build();
    }
}
