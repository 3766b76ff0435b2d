package dev.doppel.results.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A refused try to cross the border of an environment; {@code data} is the record's JSON. Confined to the thread that made it. */
@Entity
@Table(name = "isolation_report")
public class IsolationRow {
    @EmbeddedId
    public ReportKey key = new ReportKey("", 0, "", 0);

    public String data = "";

    IsolationRow() {}

    public IsolationRow(ReportKey key, String data) {
        this.key = key;
        this.data = data;
    }
}
