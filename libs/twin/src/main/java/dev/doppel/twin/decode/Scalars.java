package dev.doppel.twin.decode;

import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Text of forms and queries to scalars: by schema, else by the heuristic of spec 2.3. */
public final class Scalars {
    private Scalars() {}

    /** By schema; the heuristic when it says nothing of scalars. */
    public static @Nullable Object convert(Schemas schemas, @Nullable Map<String, Object> schema, String text) {
        if (schema == null) {
            return guess(text);
        }
        List<Map<String, Object>> variants = new ArrayList<>();
        flatten(schemas, schema, variants, 0);
        boolean typed = false;
        boolean numeric = false;
        boolean string = false;
        boolean emptyAllowed = false;
        for (Map<String, Object> v : variants) {
            List<String> types = Schemas.types(v);
            typed |= !types.isEmpty() || v.containsKey("enum");
            numeric |= types.contains("integer") || types.contains("number");
            string |= types.contains("string") || types.isEmpty() && v.containsKey("enum");
            emptyAllowed |= Values.listOrEmpty(v.get("enum")).contains("");
        }
        if (!typed) {
            return guess(text);
        }
        if (text.equals("inf") && numeric) {
            return null;
        }
        if (text.isEmpty() && emptyAllowed) {
            return null;
        }
        for (Map<String, Object> v : variants) {
            List<String> types = Schemas.types(v);
            // "True" is how Python's SDKs say it.
            if (types.contains("boolean")
                    && Set.of("true", "false", "True", "False").contains(text)) {
                return Boolean.valueOf(text);
            }
            Number number = types.contains("integer") || types.contains("number") ? Numbers.parse(text) : null;
            if (number != null && (types.contains("number") || Numbers.integral(number))) {
                return number;
            }
        }
        return text;
    }

    private static void flatten(Schemas schemas, Map<String, Object> schema, List<Map<String, Object>> out, int depth) {
        List<Object> inner = new ArrayList<>(Values.listOrEmpty(schema.get("anyOf")));
        inner.addAll(Values.listOrEmpty(schema.get("oneOf")));
        if (inner.isEmpty() || depth > 4) {
            out.add(schema);
        }
        for (Object v : inner) {
            flatten(schemas, schemas.effective(v), out, depth + 1);
        }
    }

    /** The heuristic for text without a schema. */
    public static @Nullable Object guess(String text) {
        if (text.equals("inf")) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.isEmpty() || text.charAt(0) == '+') {
            return text;
        }
        int digits = text.charAt(0) == '-' ? 1 : 0;
        boolean dot = text.indexOf('.') >= 0;
        if (!dot) {
            if (text.length() - digits < 1 || text.length() - digits > 19 || !digitsOnly(text, digits)) {
                return text;
            }
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return text;
            }
        }
        Number number = Numbers.parse(text);
        return number == null ? text : number;
    }

    private static boolean digitsOnly(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
