package dev.doppel.runner.database;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with places for values, as JDBC wants it (spec 5.4): {@code $1}, {@code $name} and {@code :name} outside quotes, comments and
 * casts become question marks. Immutable.
 *
 * @param sql with {@code ?} for each place, operators with a question mark doubled
 * @param values one per place, in order
 */
record Statement(String sql, List<JsonNode> values) {
    Statement {
        values = List.copyOf(values);
    }

    /** A place without a value. */
    static final class NoValue extends Exception {
        private static final long serialVersionUID = 1L;

        NoValue(String message) {
            super(message);
        }
    }

    /**
     * Binds.
     *
     * @param params object (keys are numbers from 1, or names) or list; null or empty leaves the text as it is
     */
    static Statement bind(String query, @Nullable JsonNode params) throws NoValue {
        if (params == null || params.isNull() || params.isEmpty()) {
            return new Statement(query, List.of());
        }
        StringBuilder sql = new StringBuilder(query.length() + 16);
        List<JsonNode> values = new ArrayList<>();
        int i = 0;
        while (i < query.length()) {
            int end = SqlText.skip(query, i);
            if (end > i) {
                sql.append(query, i, end);
                i = end;
                continue;
            }
            char c = query.charAt(i);
            if (c == '?') {
                sql.append("??");
                i++;
                continue;
            }
            if (c == ':' && i + 1 < query.length() && query.charAt(i + 1) == ':') {
                sql.append("::");
                i += 2;
                continue;
            }
            boolean sign = c == '$' || (c == ':' && !SqlText.wordBefore(query, i));
            int word = sign ? SqlText.word(query, i + 1) : i + 1;
            if (sign && word > i + 1) {
                String name = query.substring(i + 1, word);
                JsonNode value = value(params, name);
                if (value != null) {
                    sql.append('?');
                    values.add(value);
                    i = word;
                    continue;
                }
                if (c == '$') {
                    throw new NoValue("params has no value for $" + name);
                }
                if (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_') {
                    throw new NoValue("params has no value for :" + name);
                }
            }
            sql.append(c);
            i++;
        }
        return new Statement(sql.toString(), values);
    }

    private static @Nullable JsonNode value(JsonNode params, String name) {
        if (params.isArray()) {
            if (!name.matches("[1-9][0-9]{0,4}")) {
                return null;
            }
            return params.get(Integer.parseInt(name) - 1);
        }
        return params.get(name);
    }
}
