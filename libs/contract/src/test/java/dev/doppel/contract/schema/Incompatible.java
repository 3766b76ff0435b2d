package dev.doppel.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What in a changed schema would break a reader or a record of before. Optional fields and enum values may be added, descriptions may
 * change; all else needs a message type of a new name.
 */
final class Incompatible {
    private final List<String> found = new ArrayList<>();

    private Incompatible() {}

    /** One sentence for each break; empty when the new schema may replace the old. */
    static List<String> changes(JsonNode before, JsonNode after) {
        Incompatible check = new Incompatible();
        check.compare("", before, after);
        for (String name : names(before.path("$defs"))) {
            JsonNode now = after.path("$defs").path(name);
            if (!now.isMissingNode()) {
                check.compare(name + ".", before.path("$defs").path(name), now);
            }
        }
        return check.found;
    }

    private void compare(String where, JsonNode before, JsonNode after) {
        if (!shape(before).equals(shape(after))) {
            found.add(where + " was " + shape(before) + " and would be " + shape(after));
        }
        Set<String> values = texts(before.path("enum"));
        values.removeAll(texts(after.path("enum")));
        values.forEach(value -> found.add(where + " loses the value " + value));
        for (String name : names(before.path("properties"))) {
            JsonNode now = after.path("properties").path(name);
            if (now.isMissingNode()) {
                found.add(where + name + " is gone: records of before hold it");
            } else if (!value(before.path("properties").path(name)).equals(value(now))) {
                found.add(where + name + " was "
                        + value(before.path("properties").path(name)) + " and would be " + value(now));
            }
        }
        Set<String> required = texts(after.path("required"));
        Set<String> was = texts(before.path("required"));
        required.stream()
                .filter(name -> !was.contains(name))
                .forEach(name -> found.add(where + name + " would be required: records of before lack it"));
        was.stream()
                .filter(name -> !required.contains(name))
                .forEach(name -> found.add(where + name + " would be optional: readers of before count on it"));
    }

    /** All but what {@link #compare} looks at piece by piece. */
    private static ObjectNode shape(JsonNode schema) {
        ObjectNode rest = value(schema);
        rest.remove(List.of("$schema", "$id", "$defs", "title", "enum", "properties", "required"));
        return rest;
    }

    private static ObjectNode value(JsonNode schema) {
        ObjectNode copy = schema.deepCopy();
        copy.remove("description");
        return copy;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
