package dev.doppel.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of one submission.
 *
 * @param value 1 to 100 characters of {@code [A-Za-z0-9._-]}
 */
public record RunId(@JsonValue String value) implements Comparable<RunId> {
    public RunId {
        Ids.check("RunId", value);
    }

    @JsonCreator
    public static RunId of(String value) {
        return new RunId(value);
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
