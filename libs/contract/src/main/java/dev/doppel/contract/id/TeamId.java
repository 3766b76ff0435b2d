package dev.doppel.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of a team (tenant).
 *
 * @param value 1 to 100 characters of {@code [A-Za-z0-9._-]}
 */
public record TeamId(@JsonValue String value) implements Comparable<TeamId> {
    public TeamId {
        Ids.check("TeamId", value);
    }

    @JsonCreator
    public static TeamId of(String value) {
        return new TeamId(value);
    }

    @Override
    public int compareTo(TeamId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
