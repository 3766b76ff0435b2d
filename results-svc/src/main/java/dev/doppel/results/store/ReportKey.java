package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Place of a report in the sequence of its reporter. */
@Embeddable
public record ReportKey(
        @Column(name = "instance_id") String instance,
        @Column(name = "attempt") int attempt,
        @Column(name = "reporter") String reporter,
        @Column(name = "report_number") long number) {}
