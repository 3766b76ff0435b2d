package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Place of a record in the sequence of an attempt. */
@Embeddable
public record NumberKey(
        @Column(name = "instance_id") String instance,
        @Column(name = "attempt") int attempt,
        @Column(name = "record_number") long number) {}
