package dev.doppel.definition.model;

import dev.doppel.matching.value.Operator;
import java.util.List;

/** A condition on one element of a list (spec 7.4). */
public sealed interface Where {
    /** @param path begins with {@code $$.}, or is {@code $$}: the element itself; never interpolated */
    record Compare(String path, Operator operator, Operand operand, SourceRef at) implements Where {}

    record Or(List<Where> any) implements Where {
        public Or {
            any = List.copyOf(any);
        }
    }

    record And(List<Where> all) implements Where {
        public And {
            all = List.copyOf(all);
        }
    }

    record Not(Where inner) implements Where {}
}
