package dev.doppel.scheduler.bus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the queue is worked on. */
@Readiness
@ApplicationScoped
class SchedulerReady implements HealthCheck {
    private final SchedulerService service;

    SchedulerReady(SchedulerService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("scheduler-svc works on its queue")
                .status(service.ready())
                .build();
    }
}
