package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A record of doppel.results about an instance; {@code kind} is its wire type, {@code position} its offset. Confined to the thread that made it. */
@Entity
@Table(name = "event")
public class EventRow {
    @EmbeddedId
    public EventKey key = new EventKey("", "");

    @Column(name = "instance_id")
    public String instance = "";

    public int attempt;

    public String kind = "";

    public Instant at = Instant.EPOCH;

    public long position;

    public String data = "";

    EventRow() {}

    public EventRow(EventKey key, String instance, int attempt, String kind, Instant at, long position, String data) {
        this.key = key;
        this.instance = instance;
        this.attempt = attempt;
        this.kind = kind;
        this.at = at;
        this.position = position;
        this.data = data;
    }
}
