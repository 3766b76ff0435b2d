package dev.doppel.mock.select;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.exchange.NearMiss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a call goes. */
public sealed interface Route {
    /**
     * A mock answers.
     *
     * @param tiedWith name of a later mock that matched equally well, or null
     */
    record ToMock(PreparedAnswer answer, @Nullable String tiedWith) implements Route {}

    /** A twin answers. */
    record ToTwin(String twin) implements Route {}

    /** Forwarded to an item's own address. */
    record ToItem(EnvironmentItem item) implements Route {}

    /** Leaves the environment. */
    record ToOutside(List<NearMiss> nearMisses) implements Route {}

    /**
     * Answered here with an error.
     *
     * @param status 502 and the like
     * @param explained why the near misses below did not match, also of similar hosts
     */
    record Refused(int status, String error, List<NearMiss> nearMisses, List<NearMiss> explained) implements Route {}
}
