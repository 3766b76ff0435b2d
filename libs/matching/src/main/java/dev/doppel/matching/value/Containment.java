package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.path.Generation;
import java.util.Locale;

/** The family of {@code contains} (spec 7.6). */
final class Containment {
    private Containment() {}

    /**
     * Whether actual contains expected.
     *
     * @param ignoreCase for texts, keys and elements
     * @param legacy objects are searched in their compact text instead of by key
     */
    static Verdict check(JsonNode actual, JsonNode expected, boolean ignoreCase, boolean legacy) {
        if (actual.isNull()) {
            return Verdict.failed("contains needs a text, list, object, number or boolean; actual is null");
        }
        if (actual.isArray()) {
            return Verdict.of(anyElement(actual, expected, ignoreCase));
        }
        if (Values.isStructure(expected) || expected.isNull()) {
            return Verdict.failed("contains on " + Values.typeOf(actual) + " looks for a text; value is "
                    + Values.described(expected));
        }
        String wanted = Values.text(expected);
        if (actual.isObject() && legacy) {
            return Verdict.of(within(Json.compact(actual), wanted, true));
        }
        if (actual.isObject()) {
            return Verdict.of(hasKey(actual, wanted, ignoreCase));
        }
        return Verdict.of(Values.texts(actual).stream().anyMatch(text -> within(text, wanted, ignoreCase)));
    }

    private static boolean anyElement(JsonNode list, JsonNode expected, boolean ignoreCase) {
        for (JsonNode element : list) {
            boolean equal = ignoreCase
                    ? Equality.ignoringCase(element, expected)
                    : Equality.compare(element, expected, Generation.NEW).equal();
            if (equal) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasKey(JsonNode object, String key, boolean ignoreCase) {
        return object.has(key)
                || (ignoreCase
                        && object.properties().stream().anyMatch(e -> e.getKey().equalsIgnoreCase(key)));
    }

    private static boolean within(String text, String wanted, boolean ignoreCase) {
        return ignoreCase
                ? text.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT))
                : text.contains(wanted);
    }
}
