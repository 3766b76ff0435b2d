package dev.doppel.runner.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.matching.json.Json;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Rows as JSON (spec 5.4): numbers exact, booleans, JSON as structure, arrays as lists, all else in the text of the engine. Confined.
 */
final class Rows {
    /** Most rows kept: a step is no export. */
    static final int MAX_ROWS = 100_000;

    private final TreeSet<String> twice = new TreeSet<>();
    private boolean cut;

    ArrayNode read(ResultSet rows) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        int columns = meta.getColumnCount();
        String[] names = new String[columns + 1];
        String[] types = new String[columns + 1];
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 1; i <= columns; i++) {
            names[i] = meta.getColumnLabel(i);
            types[i] = meta.getColumnTypeName(i);
            if (!seen.add(names[i])) {
                twice.add(names[i]);
            }
        }
        ArrayNode all = Json.nodes().arrayNode();
        while (rows.next()) {
            if (all.size() == MAX_ROWS) {
                cut = true;
                break;
            }
            ObjectNode row = all.addObject();
            for (int i = 1; i <= columns; i++) {
                row.set(names[i], value(rows, i, types[i]));
            }
        }
        return all;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        twice.forEach(name -> notes.add("two columns are called '" + name + "': the last one is shown"));
        if (cut) {
            notes.add("only the first " + MAX_ROWS + " rows were read");
        }
        return notes;
    }

    private static JsonNode value(ResultSet rows, int column, String type) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return NullNode.getInstance();
        }
        return type.startsWith("_")
                ? ArrayText.read(text, element -> scalar(element, type.substring(1)))
                : scalar(text, type);
    }

    private static JsonNode scalar(String text, String type) {
        return switch (type) {
            case "int2", "int4", "int8", "serial", "bigserial", "smallserial", "oid", "float4", "float8", "numeric" ->
                number(text);
            case "bool" -> Json.nodes().booleanNode(text.equals("t") || text.equals("true"));
            case "json", "jsonb" -> Json.tryParse(text).orElse(Json.nodes().textNode(text));
            default -> Json.nodes().textNode(text);
        };
    }

    /** NaN and the infinities are no JSON numbers: they stay text. */
    private static JsonNode number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.scale() <= 0 && number.precision() - number.scale() <= 18) {
                return Json.nodes().numberNode(number.longValueExact());
            }
            return Json.nodes().numberNode(number);
        } catch (NumberFormatException e) {
            return Json.nodes().textNode(text);
        }
    }
}
