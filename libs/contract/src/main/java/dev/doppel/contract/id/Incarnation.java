package dev.doppel.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One life of a replica: changes with every start, so records of an earlier life can be told apart.
 *
 * @param value 1 to 100 characters of {@code [A-Za-z0-9._-]}
 */
public record Incarnation(@JsonValue String value) implements Comparable<Incarnation> {
    public Incarnation {
        Ids.check("Incarnation", value);
    }

    @JsonCreator
    public static Incarnation of(String value) {
        return new Incarnation(value);
    }

    @Override
    public int compareTo(Incarnation other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
