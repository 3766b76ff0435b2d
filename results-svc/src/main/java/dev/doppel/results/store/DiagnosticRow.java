package dev.doppel.results.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Something interception saw; {@code data} is the record's JSON. Confined to the thread that made it. */
@Entity
@Table(name = "diagnostic")
public class DiagnosticRow {
    @EmbeddedId
    public NumberKey key = new NumberKey("", 0, 0);

    public String data = "";

    DiagnosticRow() {}

    public DiagnosticRow(NumberKey key, String data) {
        this.key = key;
        this.data = data;
    }
}
