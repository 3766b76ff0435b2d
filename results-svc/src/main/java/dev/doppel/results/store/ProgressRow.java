package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Everything below {@code nextOffset} of a partition ({@code topic/number}) is stored. Confined to the thread that made it. */
@Entity
@Table(name = "progress")
public class ProgressRow {
    @Id
    public String partition = "";

    @Column(name = "next_offset")
    public long nextOffset;

    ProgressRow() {}

    public ProgressRow(String partition, long nextOffset) {
        this.partition = partition;
        this.nextOffset = nextOffset;
    }
}
