package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.json.Numbers;
import dev.doppel.matching.path.Generation;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Equality with coercion (spec 7.6). Pure and thread-safe. */
public final class Equality {
    /** How two values compare; everything but {@link #DIFFERENT} is equal. */
    public enum Outcome {
        /** Structurally equal, numbers by value. */
        SAME,
        /** Two texts that differ only in case, on a legacy path. */
        IGNORING_CASE,
        /** A boolean and a text that spells it. */
        AS_BOOLEANS,
        /** Numbers or numeric texts of the same exact value. */
        AS_NUMBERS,
        DIFFERENT;

        /** Whether the values count as equal. */
        public boolean equal() {
            return this != DIFFERENT;
        }
    }

    private Equality() {}

    /** Compares in the order of the rules; the order of the arguments does not matter. */
    public static Outcome compare(JsonNode left, JsonNode right, Generation generation) {
        if (same(left, right)) {
            return Outcome.SAME;
        }
        if (left.isTextual()
                && right.isTextual()
                && generation == Generation.LEGACY
                && left.textValue().equalsIgnoreCase(right.textValue())) {
            return Outcome.IGNORING_CASE;
        }
        if (spells(left, right) || spells(right, left)) {
            return Outcome.AS_BOOLEANS;
        }
        Optional<BigDecimal> a = Numbers.ofNumeric(left);
        Optional<BigDecimal> b = a.isPresent() ? Numbers.ofNumeric(right) : Optional.empty();
        return b.isPresent() && a.get().compareTo(b.get()) == 0 ? Outcome.AS_NUMBERS : Outcome.DIFFERENT;
    }

    /** As {@link #compare}, and two texts are equal ignoring case. */
    static boolean ignoringCase(JsonNode left, JsonNode right) {
        return compare(left, right, Generation.LEGACY).equal();
    }

    /** Structural equality: maps unordered, lists ordered, numbers by value, no coercion. */
    static boolean same(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            Optional<BigDecimal> a = Numbers.ofNumber(left);
            Optional<BigDecimal> b = Numbers.ofNumber(right);
            return a.isPresent() && b.isPresent() ? a.get().compareTo(b.get()) == 0 : left.equals(right);
        }
        if (left.isTextual() && right.isTextual()) {
            return left.textValue().equals(right.textValue());
        }
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        if (left.isArray()) {
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left.isObject()) {
            for (Map.Entry<String, JsonNode> entry : left.properties()) {
                JsonNode other = right.get(entry.getKey());
                if (other == null || !same(entry.getValue(), other)) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }

    private static boolean spells(JsonNode bool, JsonNode text) {
        return bool.isBoolean()
                && text.isTextual()
                && text.textValue().equalsIgnoreCase(bool.booleanValue() ? "true" : "false");
    }
}
