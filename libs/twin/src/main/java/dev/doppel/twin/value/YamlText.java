package dev.doppel.twin.value;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as block YAML that {@link Yaml} and other readers of YAML 1.1 and 1.2 read back as the same values: text is quoted wherever it
 * could be taken for something else, and, in a file whose variables are expanded when it is read, a dollar sign that an expansion could see is
 * escaped. Pure.
 */
public final class YamlText {
    private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();

    private final boolean expanded;

    private YamlText(boolean expanded) {
        this.expanded = expanded;
    }

    /** A file in which <code>${NAME}</code> is replaced when it is read, such as {@code mockd.yaml}. */
    public static byte[] bytes(@Nullable Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** A file that everybody reads as it stands, such as an OpenAPI document. */
    public static byte[] literal(@Nullable Object value) {
        return text(value, false).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(@Nullable Object value) {
        return text(value, true);
    }

    private static String text(@Nullable Object value, boolean expanded) {
        YamlText writer = new YamlText(expanded);
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            writer.map(map, 0);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            writer.list(list, 0);
        } else {
            writer.scalar(value);
            writer.out.append('\n');
        }
        return writer.out.toString();
    }

    private void map(Map<?, ?> map, int indent) {
        boolean first = true;
        for (var e : map.entrySet()) {
            if (!first || indent == 0) {
                out.append(" ".repeat(indent));
            }
            first = false;
            scalar(String.valueOf(e.getKey()));
            out.append(':');
            nested(e.getValue(), indent);
        }
    }

    /** The value of a key: on its line when it is short, else below, two spaces further in. */
    private void nested(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
            out.append('\n').append(" ".repeat(indent + 2));
            map(inner, indent + 2);
        } else if (value instanceof List<?> inner && !inner.isEmpty()) {
            out.append('\n');
            list(inner, indent + 2);
        } else {
            out.append(' ');
            scalar(value);
            out.append('\n');
        }
    }

    private void list(List<?> list, int indent) {
        for (Object item : list) {
            out.append(" ".repeat(indent)).append("- ");
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                map(map, indent + 2);
            } else if (item instanceof List<?> inner && !inner.isEmpty()) {
                out.append('\n');
                list(inner, indent + 2);
            } else {
                scalar(item);
                out.append('\n');
            }
        }
    }

    private void scalar(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> empty -> out.append("{}");
            case List<?> empty -> out.append("[]");
            case Double d when d.isNaN() -> out.append(".nan");
            case Double d when d.isInfinite() -> out.append(d > 0 ? ".inf" : "-.inf");
            case Double d when d == Math.rint(d) -> out.append(d.toString());
            case Number n -> out.append(n);
            case Boolean b -> out.append(b);
            default -> string(value.toString());
        }
    }

    private void string(String text) {
        if (plain(text)) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '$' -> out.append(expanded && i + 1 < text.length() && starts(text.charAt(i + 1)) ? "\\x24" : "$");
                default -> {
                    if (c < ' '
                            || c >= 0x7f && c < 0xa0
                            || c >= 0xd800 && c < 0xe000
                            || c >= 0x2028 && c <= 0x2029
                            || c >= 0xfffe
                            || c == 0xfeff) {
                        i = escape(text, i);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half a pair alone has no form in YAML; it becomes the replacement character. */
    private int escape(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(String.format("\\U%08x", text.codePointAt(i)));
            return i + 1;
        }
        out.append(Character.isSurrogate(c) ? "\\ufffd" : String.format("\\u%04x", (int) c));
        return i;
    }

    private static boolean starts(char c) {
        return c == '{' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Letters first, then letters, digits and a few signs; no word that means something. */
    private static boolean plain(String text) {
        if (text.isEmpty() || text.length() > 200 || WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '/' && i == 0;
            boolean inner = c >= '0' && c <= '9'
                    || c == '.'
                    || c == '-'
                    || c == '/'
                    || c == ' ' && i + 1 < text.length() && text.charAt(i + 1) != ' ';
            if (!letter && !(i > 0 && inner)) {
                return false;
            }
        }
        return true;
    }
}
