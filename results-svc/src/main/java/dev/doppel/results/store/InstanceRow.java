package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One definition of a run; {@code definition} is the JSON of a BlobRef, null when nobody told. Confined to the thread that made it. */
@Entity
@Table(name = "instance")
public class InstanceRow {
    @Id
    public String id = "";

    @Column(name = "run_id")
    public String run = "";

    public int ordinal;

    public String name = "";

    public String file = "";

    public @Nullable String definition;

    InstanceRow() {}

    public InstanceRow(String id, String run, int ordinal, String name, String file, @Nullable String definition) {
        this.id = id;
        this.run = run;
        this.ordinal = ordinal;
        this.name = name;
        this.file = file;
        this.definition = definition;
    }
}
