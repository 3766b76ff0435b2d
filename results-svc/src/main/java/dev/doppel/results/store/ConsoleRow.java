package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Console lines in a row; {@code data} is a JSON list of lines. Confined to the thread that made it. */
@Entity
@Table(name = "console")
public class ConsoleRow {
    @EmbeddedId
    public LineKey key = new LineKey("", 0, 0);

    @Column(name = "last_line")
    public long lastLine;

    public long dropped;

    public long bytes;

    public String data = "";

    ConsoleRow() {}

    public ConsoleRow(LineKey key, long lastLine, long dropped, long bytes, String data) {
        this.key = key;
        this.lastLine = lastLine;
        this.dropped = dropped;
        this.bytes = bytes;
        this.data = data;
    }
}
