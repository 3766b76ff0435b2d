package dev.doppel.twin.engine;

import com.google.re2j.Pattern;
import dev.doppel.twin.action.Target;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.table.IdMaker;
import dev.doppel.twin.value.SafePattern;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The random part of prefixed ids as the bound operations' schemas want it (spec 1.5). */
final class IdShapes {
    private static final String HEX = "0123456789abcdef";
    private static final int MAX = 128;

    private IdShapes() {}

    static IdMaker.Shape of(TableSpec table, Collection<Mock> mocks) {
        if (table.idStrategy() == TableSpec.IdStrategy.PREFIX) {
            for (Mock mock : mocks) {
                Target t = mock.target();
                if (t != null
                        && t.table().name().equals(table.name())
                        && t.shape() != null
                        && List.of("get", "create", "patch").contains(t.action())) {
                    IdMaker.Shape shape = declared(table, t);
                    if (shape != null) {
                        return shape;
                    }
                }
            }
        }
        return IdMaker.Shape.fromSeeds(table);
    }

    private static IdMaker.@Nullable Shape declared(TableSpec table, Target t) {
        Map<String, String> rename = t.transforms().fields().rename();
        String name = rename.getOrDefault("id", t.answerNames().contains("id") ? "id" : table.idField());
        Map<String, Object> schema = t.schemas().property(t.itemSchema(), name);
        if (schema == null) {
            return null;
        }
        Pattern pattern = schema.get("pattern") instanceof String regex ? SafePattern.compile(regex) : null;
        int exact = schema.get("minLength") instanceof Number min
                        && schema.get("maxLength") instanceof Number max
                        && min.intValue() == max.intValue()
                ? min.intValue() - table.idPrefix().length()
                : -1;
        if (exact > 0 && exact <= MAX && fits(pattern, table.idPrefix(), exact)) {
            return new IdMaker.Shape(exact, HEX);
        }
        if (pattern != null && exact < 0) {
            for (int n = 1; n <= MAX; n++) {
                if (fits(pattern, table.idPrefix(), n)) {
                    return fits(pattern, table.idPrefix(), n + 1) ? null : new IdMaker.Shape(n, HEX);
                }
            }
        }
        return null;
    }

    private static boolean fits(@Nullable Pattern pattern, String prefix, int length) {
        return pattern == null
                || pattern.matcher(prefix + HEX.repeat(length / 16 + 1).substring(0, length))
                        .find();
    }
}
