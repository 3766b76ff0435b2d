package dev.doppel.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Name of one replica of a service, stable over restarts.
 *
 * @param value 1 to 100 characters of {@code [A-Za-z0-9._-]}
 */
public record ReplicaId(@JsonValue String value) implements Comparable<ReplicaId> {
    public ReplicaId {
        Ids.check("ReplicaId", value);
    }

    @JsonCreator
    public static ReplicaId of(String value) {
        return new ReplicaId(value);
    }

    @Override
    public int compareTo(ReplicaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
