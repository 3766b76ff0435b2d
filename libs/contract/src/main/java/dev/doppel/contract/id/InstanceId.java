package dev.doppel.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of one definition inside a run; the key of everything said about its environment.
 *
 * @param value 1 to 100 characters of {@code [A-Za-z0-9._-]}
 */
public record InstanceId(@JsonValue String value) implements Comparable<InstanceId> {
    public InstanceId {
        Ids.check("InstanceId", value);
    }

    @JsonCreator
    public static InstanceId of(String value) {
        return new InstanceId(value);
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
