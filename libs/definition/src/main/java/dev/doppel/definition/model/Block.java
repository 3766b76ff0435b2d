package dev.doppel.definition.model;

import dev.doppel.matching.value.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of a step's {@code assertions} (spec 7.1). */
public sealed interface Block {
    Head head();

    default SourceRef at() {
        return head().at();
    }

    /**
     * What all blocks have.
     *
     * @param index from 0 among the step's blocks, after consecutive flat assertions were joined
     * @param name null = none
     * @param extract runs last (spec 6.4)
     * @param loop null = evaluated once
     */
    record Head(
            int index,
            @Nullable String name,
            List<Extraction> extract,
            @Nullable Loop loop,
            SourceRef at) {
        public Head {
            extract = List.copyOf(extract);
        }
    }

    /**
     * Looks at the step's own request and response.
     *
     * @param flat true when written as assertions directly under the step
     */
    record SelfBlock(Head head, List<Assertion> assertions, boolean flat) implements Block {
        public SelfBlock {
            assertions = List.copyOf(assertions);
        }
    }

    /**
     * Selects elements of a list of the root document (spec 7.4).
     *
     * @param path {@code $.} path to a list
     * @param where all must hold; empty = every element
     * @param count at least one when the file gives none
     * @param as variable that takes the matches; null = none
     */
    record NewMatchBlock(
            Head head,
            String path,
            List<Where> where,
            CountRule count,
            @Nullable String as,
            List<Assertion> assertions) implements Block {
        public NewMatchBlock {
            where = List.copyOf(where);
            assertions = List.copyOf(assertions);
        }
    }

    /**
     * Selects captured exchanges (spec 7.5). Null = not given, holds for every exchange.
     *
     * @param count at least one when the file gives none
     */
    record OldMatchBlock(
            Head head,
            @Nullable String origin,
            @Nullable String method,
            @Nullable String url,
            CountRule count,
            AssertionScope scope,
            List<Assertion> assertions)
            implements Block {
        public OldMatchBlock {
            assertions = List.copyOf(assertions);
        }
    }

    /** Counts console lines of an item (spec 7.5, end). */
    record ConsoleBlock(Head head, String service, List<ConsoleAssertion> assertions) implements Block {
        public ConsoleBlock {
            assertions = List.copyOf(assertions);
        }
    }

    /**
     * One count of console lines.
     *
     * @param level upper case; null = any
     * @param message condition on the text; null = any
     */
    record ConsoleAssertion(
            int index,
            @Nullable String level,
            @Nullable Message message,
            CountRule count,
            boolean disabled,
            SourceRef at) {
        /** @param operator one of eq, contains, matches */
        public record Message(Operator operator, String value) {}
    }
}
