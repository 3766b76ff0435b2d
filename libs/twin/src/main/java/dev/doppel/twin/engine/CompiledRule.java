package dev.doppel.twin.engine;

import dev.doppel.twin.expr.Expression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@code x-rules} entry with its expressions compiled (docs/twin-extensions.md). Immutable. */
public record CompiledRule(
        Expression when,
        Map<String, Expression> vars,
        Map<String, Expression> set,
        Map<String, Expression> update,
        @Nullable Map<String, Expression> error,
        int status) {}
