package dev.doppel.matching.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** Exact decimals and their text form (spec 5.3, 6.3, 7.6). Thread-safe. */
public final class Numbers {
    private static final int MAX_DIGITS = 1000;
    private static final int MAX_PLAIN_EXPONENT = 1000;

    private Numbers() {}

    /** The exact value of a number node; empty for other nodes and for values that are no decimals. */
    public static Optional<BigDecimal> ofNumber(JsonNode node) {
        if (!node.isNumber()) {
            return Optional.empty();
        }
        try {
            return Optional.of(node.decimalValue());
        } catch (NumberFormatException notFinite) {
            return Optional.empty();
        }
    }

    /** The value of a number node, or of a text that is numeric: sign, digits, fraction, exponent, nothing else. */
    public static Optional<BigDecimal> ofNumeric(JsonNode node) {
        return node.isTextual() ? ofText(node.textValue()) : ofNumber(node);
    }

    /** The value of a numeric text; empty for anything else and above 1000 characters. */
    public static Optional<BigDecimal> ofText(String text) {
        if (!isNumeric(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException exponentTooLarge) {
            return Optional.empty();
        }
    }

    /** Plain decimal notation without trailing zeros: {@code 1e6} is {@code 1000000}, {@code 5.0} is {@code 5}. */
    public static String plain(BigDecimal number) {
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        long exponent = (long) shortest.precision() - shortest.scale();
        return Math.abs(exponent) > MAX_PLAIN_EXPONENT ? shortest.toString() : shortest.toPlainString();
    }

    /** The text form of a number node. */
    public static String plain(JsonNode number) {
        return number.isIntegralNumber()
                ? number.asText()
                : ofNumber(number).map(Numbers::plain).orElseGet(number::asText);
    }

    private static boolean isNumeric(String text) {
        int n = text.length();
        if (n == 0 || n > MAX_DIGITS) {
            return false;
        }
        int i = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        int afterDigits = digits(text, i);
        if (afterDigits == i) {
            return false;
        }
        i = afterDigits;
        if (i < n && text.charAt(i) == '.') {
            int afterFraction = digits(text, i + 1);
            if (afterFraction == i + 1) {
                return false;
            }
            i = afterFraction;
        }
        if (i < n && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < n && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int afterExponent = digits(text, i);
            if (afterExponent == i) {
                return false;
            }
            i = afterExponent;
        }
        return i == n;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
