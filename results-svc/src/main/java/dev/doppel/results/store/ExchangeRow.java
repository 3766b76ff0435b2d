package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A masked exchange record; {@code data} is its JSON, {@code bytes} the length of that. Confined to the thread that made it. */
@Entity
@Table(name = "exchange")
public class ExchangeRow {
    @EmbeddedId
    public NumberKey key = new NumberKey("", 0, 0);

    @Column(name = "exchange_id")
    public String exchange = "";

    @Column(name = "arrival_number")
    public long arrivalNumber;

    public @Nullable String origin;

    public String target = "";

    @Column(name = "received_at")
    public Instant receivedAt = Instant.EPOCH;

    public long bytes;

    public String data = "";

    ExchangeRow() {}

    public ExchangeRow(
            NumberKey key,
            String exchange,
            long arrivalNumber,
            @Nullable String origin,
            String target,
            Instant receivedAt,
            long bytes,
            String data) {
        this.key = key;
        this.exchange = exchange;
        this.arrivalNumber = arrivalNumber;
        this.origin = origin;
        this.target = target;
        this.receivedAt = receivedAt;
        this.bytes = bytes;
        this.data = data;
    }
}
