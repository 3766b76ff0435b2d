package dev.doppel.twin.action;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mock bound to one table, ready to be served. Immutable.
 *
 * @param shape of the imported operation, null for hand-written mocks
 * @param template path as declared, null when the mock has none
 */
public record Target(
        TableSpec table,
        String action,
        @Nullable CustomOperation operation,
        Transforms transforms,
        @Nullable OperationShape shape,
        Schemas schemas,
        @Nullable String template,
        List<String> pathNames,
        Formulas formulas) {

    /**
     * The expressions of {@code response}, compiled.
     *
     * @param where what listed rows meet, or null
     */
    public record Formulas(
            Map<String, Expression> defaults, @Nullable Expression where) {}

    /** Schema of one item in answers, or null when no document says. */
    public @Nullable Map<String, Object> itemSchema() {
        OperationShape s = shape;
        Map<String, Object> schema = s == null ? null : s.successSchema();
        if (schema == null) {
            return null;
        }
        if (!action.equals("list") && !action.equals("search")) {
            return schemas.object(schema);
        }
        Map<String, Object> envelope = schemas.object(schema);
        if (Schemas.types(envelope).contains("array")) {
            return schemas.object(Values.mapOrEmpty(envelope.get("items")));
        }
        Transforms.ListShape list = transforms.list();
        Map<String, Object> named = schemas.property(envelope, list == null ? "data" : list.dataField());
        if (named != null && named.get("items") instanceof Map<?, ?> items) {
            return schemas.object(Values.mapOrEmpty(items));
        }
        for (Object property : Values.mapOrEmpty(envelope.get("properties")).values()) {
            Map<String, Object> p = schemas.effective(property);
            if (p.get("items") instanceof Map<?, ?> items) {
                return schemas.object(Values.mapOrEmpty(items));
            }
        }
        return null;
    }

    /** Schema of the whole success answer, or null. */
    public @Nullable Map<String, Object> answerSchema() {
        Map<String, Object> schema = shape == null ? null : shape.successSchema();
        return schema == null ? null : schemas.object(schema);
    }

    /** Names that answers of the operation may have; empty when no document says. */
    public Set<String> answerNames() {
        Map<String, Object> schema = itemSchema();
        return schema == null
                ? Set.of()
                : Values.mapOrEmpty(schema.get("properties")).keySet();
    }
}
