package dev.doppel.scheduler.drive;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.environment.Egress;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.scheduler.config.SchedulerConfig;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.replica.Replicas;
import dev.doppel.scheduler.store.Cancellations;
import dev.doppel.scheduler.store.Queue;
import dev.doppel.scheduler.store.RunEvents;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;

/** What every driver of a replica shares. */
record Parts(
        SchedulerConfig config,
        Queue queue,
        Cancellations cancellations,
        RunEvents events,
        EnvironmentProvider provider,
        Broker broker,
        Replicas replicas,
        MessageCodec codec,
        Clock clock,
        ScheduledExecutorService timer,
        Hearing hearing,
        FaultPoints faults,
        Tally tally) {
    /** The time by which others are judged, see {@link Hearing}. */
    Instant judged() {
        return hearing.judged(clock.instant());
    }

    Egress installation() {
        return new Egress(
                Egress.Policy.valueOf(config.egressDefault().name().toUpperCase(Locale.ROOT)),
                config.egressAllow().orElse(List.of()));
    }
}
