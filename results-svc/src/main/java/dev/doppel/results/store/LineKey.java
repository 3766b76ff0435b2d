package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Place of console lines in the sequence of an attempt. */
@Embeddable
public record LineKey(
        @Column(name = "instance_id") String instance,
        @Column(name = "attempt") int attempt,
        @Column(name = "first_line") long firstLine) {}
