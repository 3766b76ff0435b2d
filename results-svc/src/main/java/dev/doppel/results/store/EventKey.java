package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** What makes a record about an instance the same when it comes twice. */
@Embeddable
public record EventKey(
        @Column(name = "run_id") String run,
        @Column(name = "event_key") String event) {}
