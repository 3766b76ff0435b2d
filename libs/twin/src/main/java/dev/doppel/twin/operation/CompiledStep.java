package dev.doppel.twin.operation;

import dev.doppel.twin.expr.Expression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step with its expressions compiled. */
sealed interface CompiledStep {
    String type();

    record Read(String table, Expression id, String as) implements CompiledStep {
        @Override
        public String type() {
            return "read";
        }
    }

    record ListRows(String table, String as, Map<String, Expression> filter) implements CompiledStep {
        @Override
        public String type() {
            return "list";
        }
    }

    record Create(
            String table,
            Map<String, Expression> set,
            @Nullable String as) implements CompiledStep {
        @Override
        public String type() {
            return "create";
        }
    }

    record Update(
            String table,
            Expression id,
            Map<String, Expression> set,
            @Nullable String as) implements CompiledStep {
        @Override
        public String type() {
            return "update";
        }
    }

    record Delete(String table, Expression id) implements CompiledStep {
        @Override
        public String type() {
            return "delete";
        }
    }

    record Set(String variable, Expression value) implements CompiledStep {
        @Override
        public String type() {
            return "set";
        }
    }

    /** {@code x-when}: the step is left out unless the expression is true. */
    record Conditional(Expression when, CompiledStep step) implements CompiledStep {
        @Override
        public String type() {
            return step.type();
        }
    }

    record Validate(Expression condition, @Nullable String message, int status) implements CompiledStep {
        @Override
        public String type() {
            return "validate";
        }
    }
}
