package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer for intercepted calls (spec 2.6 and section 4). */
public record Mock(ItemHead head, Criteria criteria, Answer answer) implements Item {
    /**
     * Which calls it is for; all must hold (spec 4.2).
     *
     * @param path pattern of spec 4.3, begins with {@code /} or is {@code *}
     * @param method upper case; null = any
     * @param origin item name of the caller; null = any
     * @param body null = no condition on the body
     */
    public record Criteria(
            Target target,
            String path,
            @Nullable String method,
            @Nullable String origin,
            @Nullable BodyCriterion body) {}

    /**
     * The host a mock stands for.
     *
     * @param host lower case; {@code *} = any host that is no item; {@code *.example.com} = one or more leading labels
     * @param port null = any port
     */
    public record Target(String host, @Nullable Integer port) {
        @Override
        public String toString() {
            return port == null ? host : host + ":" + port;
        }
    }

    /** A condition on the request's body; an empty body satisfies none (spec 4.4). */
    public sealed interface BodyCriterion {
        /** Substring, ignoring case. */
        record Contains(String text) implements BodyCriterion {}

        /** RE2 search, case-sensitive unless the pattern says {@code (?i)}. */
        record Matches(String regex) implements BodyCriterion {}
    }

    /**
     * What the caller gets (spec 4.5).
     *
     * @param status 100 to 599
     * @param headers in written order; several of one name are sent as several
     * @param body text is sent as it is, anything else as compact JSON; null = empty
     */
    public record Answer(
            int status, List<Header> headers, @Nullable JsonNode body, Duration delay) {
        public Answer {
            headers = List.copyOf(headers);
        }
    }
}
