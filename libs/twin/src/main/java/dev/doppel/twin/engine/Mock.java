package dev.doppel.twin.engine;

import dev.doppel.twin.action.Target;
import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.generate.ResponseMaker;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.route.Route;
import dev.doppel.twin.schema.Schemas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One servable mock. Immutable.
 *
 * @param operationId with its namespace, or null
 * @param target set when bound to a table
 * @param runs set when it runs a custom operation without a binding
 */
public record Mock(
        String id,
        @Nullable String operationId,
        String name,
        boolean enabled,
        Route route,
        Source source,
        @Nullable Target target,
        @Nullable CustomOperation runs,
        List<CompiledRule> rules) {

    /** Where a mock comes from. */
    public sealed interface Source {}

    /** An operation of an imported document. */
    public record Imported(ApiOperation operation, Schemas schemas, ResponseMaker maker, TwinConfig.ImportSpec from)
            implements Source {}

    /** A hand-written mock. */
    public record Written(MockSpec spec) implements Source {}

    public Mock bound(@Nullable Target to) {
        return new Mock(id, operationId, name, enabled, route, source, to, null, rules);
    }

    public Mock ruled(List<CompiledRule> more) {
        return new Mock(id, operationId, name, enabled, route, source, target, runs, List.copyOf(more));
    }

    public Mock switched(boolean on) {
        return new Mock(id, operationId, name, on, route, source, target, runs, rules);
    }

    public @Nullable ApiOperation operation() {
        return source instanceof Imported i ? i.operation() : null;
    }

    /** The method, or "*". */
    public String method() {
        String m = route.method();
        return m == null ? "*" : m;
    }

    /** The path as declared, or "". */
    public String path() {
        var p = route.path();
        return p == null ? "" : p.text();
    }
}
