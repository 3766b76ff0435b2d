package dev.doppel.twin.engine;

import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.operation.CustomOperation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@code x-rules} entry with its expressions compiled (docs/twin-extensions.md). Immutable.
 *
 * @param after evaluated behind the action, with the row that it made or changed
 * @param steps what it does to other rows, or null
 * @param params path parameters as the action will see them
 */
public record CompiledRule(
        boolean after,
        Expression when,
        Map<String, Expression> vars,
        @Nullable CustomOperation steps,
        Map<String, Expression> params,
        Map<String, Expression> set,
        Map<String, Expression> update,
        @Nullable Map<String, Expression> error,
        int status) {}
