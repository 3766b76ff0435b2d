package dev.doppel.mock.environment;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.capture.CapturePort;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What all environments of a replica share. Immutable.
 *
 * @param transport event loops
 * @param leaves certificates
 * @param upstreams ways to items and outside
 * @param workers where twins work and rows are read; may block
 * @param capture where records go
 * @param announcements what scheduler-svc is told
 * @param clock for the record
 * @param upstreamTimeout how long an upstream may take to begin its answer
 */
public record DataPlane(
        Transport transport,
        Leaves leaves,
        Upstreams upstreams,
        Executor workers,
        CapturePort capture,
        Announcements announcements,
        Clock clock,
        Duration upstreamTimeout) {}
