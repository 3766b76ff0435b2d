package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A submission, as its first record told it. {@code invalid} and {@code warnings} are JSON lists. Confined to the thread that made it. */
@Entity
@Table(name = "run")
public class RunRow {
    @Id
    public String id = "";

    public String project = "";

    public String team = "";

    @Column(name = "accepted_at")
    public Instant acceptedAt = Instant.EPOCH;

    public int instances;

    public String invalid = "";

    public String warnings = "";

    RunRow() {}

    public RunRow(
            String id,
            String project,
            String team,
            Instant acceptedAt,
            int instances,
            String invalid,
            String warnings) {
        this.id = id;
        this.project = project;
        this.team = team;
        this.acceptedAt = acceptedAt;
        this.instances = instances;
        this.invalid = invalid;
        this.warnings = warnings;
    }
}
