package dev.doppel.twin.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still ({@code clock: fixed:<instant>}), also for made answers. */
public final class FixedClock extends Clock {
    private final Instant at;

    public FixedClock(Instant at) {
        this.at = at;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return at;
    }
}
