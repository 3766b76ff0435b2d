package dev.doppel.definition.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Types of plain scalars: the core schema of YAML 1.2, so {@code yes}, {@code no}, {@code on}, {@code off} are text. */
final class CoreSchema {
    /** Longer digit strings and larger exponents cost time and memory without meaning; they are an error. */
    static final int MAX_DIGITS = 1000;

    private static final int MAX_EXPONENT = 400;
    private static final Pattern DECIMAL_INT = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern SPECIAL = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    /** A number that JSON or common sense cannot hold. */
    static final class BadNumber extends Exception {
        private static final long serialVersionUID = 1L;

        BadNumber(String message) {
            super(message);
        }
    }

    static JsonNode plain(String text) throws BadNumber {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return NullNode.getInstance();
            }
            case "true", "True", "TRUE" -> {
                return BooleanNode.TRUE;
            }
            case "false", "False", "FALSE" -> {
                return BooleanNode.FALSE;
            }
            default -> {}
        }
        char first = text.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return TextNode.valueOf(text);
        }
        return number(text);
    }

    private static JsonNode number(String text) throws BadNumber {
        if (DECIMAL_INT.matches(text)) {
            return integer(text, 10);
        }
        if (OCTAL.matches(text)) {
            return integer(text.substring(2), 8);
        }
        if (HEX.matches(text)) {
            return integer(text.substring(2), 16);
        }
        if (FLOAT.matches(text)) {
            return decimal(text);
        }
        if (SPECIAL.matches(text)) {
            throw new BadNumber(text + " is no number that JSON can hold");
        }
        return TextNode.valueOf(text);
    }

    private static JsonNode integer(String digits, int radix) throws BadNumber {
        if (digits.length() > MAX_DIGITS) {
            throw new BadNumber("a number of " + digits.length() + " digits is too long");
        }
        BigInteger value = new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits, radix);
        if (value.bitLength() < 32) {
            return IntNode.valueOf(value.intValue());
        }
        return value.bitLength() < 64 ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    private static JsonNode decimal(String text) throws BadNumber {
        int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
        String exponent = exponentAt < 0 ? "0" : text.substring(exponentAt + 1);
        int magnitude = exponent.length() > 6 ? Integer.MAX_VALUE : Math.abs(Integer.parseInt(exponent));
        if (text.length() > MAX_DIGITS || magnitude > MAX_EXPONENT) {
            throw new BadNumber("the number " + abbreviate(text) + " is out of range");
        }
        return DecimalNode.valueOf(new BigDecimal(text));
    }

    private static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
