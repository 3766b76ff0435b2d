package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A run's final record; {@code evidence} is a JSON map of partitions to the offsets at which they ended then. Confined to the thread that made it. */
@Entity
@Table(name = "run_end")
public class RunEndRow {
    @Id
    @Column(name = "run_id")
    public String run = "";

    public String verdict = "";

    @Column(name = "finished_at")
    public Instant finishedAt = Instant.EPOCH;

    @Column(name = "stored_at")
    public Instant storedAt = Instant.EPOCH;

    public String evidence = "{}";

    RunEndRow() {}

    public RunEndRow(String run, String verdict, Instant finishedAt, Instant storedAt, String evidence) {
        this.run = run;
        this.verdict = verdict;
        this.finishedAt = finishedAt;
        this.storedAt = storedAt;
        this.evidence = evidence;
    }
}
