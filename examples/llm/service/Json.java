import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much JSON as this example needs: texts, numbers, truths, null, lists, maps; at most 64 deep. */
final class Json {
    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong("the end");
        }
        return value;
    }

    /** The value at a path of names and indexes, or null where it ends early. */
    static Object at(Object value, Object... path) {
        Object here = value;
        for (Object part : path) {
            here = switch (here) {
                case Map<?, ?> map when part instanceof String -> map.get(part);
                case List<?> list when part instanceof Integer i && i < list.size() -> list.get(i);
                case null, default -> null;
            };
        }
        return here;
    }

    static String write(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> quote(String.valueOf(e.getKey())) + ":" + write(e.getValue()))
                        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
            case List<?> list ->
                list.stream().map(Json::write).collect(java.util.stream.Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quote(value.toString());
        };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private Object value() {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> object() {
        enter('{');
        Map<String, Object> members = new LinkedHashMap<>();
        blanks();
        while (peek() != '}') {
            blanks();
            String name = string();
            blanks();
            expect(':');
            members.put(name, value());
            comma('}');
        }
        leave('}');
        return members;
    }

    private List<Object> list() {
        enter('[');
        List<Object> elements = new ArrayList<>();
        blanks();
        while (peek() != ']') {
            elements.add(value());
            comma(']');
        }
        leave(']');
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder read = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                read.append(c);
                continue;
            }
            char escaped = peek();
            at++;
            switch (escaped) {
                case 'n' -> read.append('\n');
                case 't' -> read.append('\t');
                case 'r' -> read.append('\r');
                case 'b' -> read.append('\b');
                case 'f' -> read.append('\f');
                case 'u' -> {
                    if (at + 4 > text.length()) {
                        throw wrong("four hex digits");
                    }
                    read.append((char) Integer.parseInt(text.substring(at, at += 4), 16));
                }
                default -> read.append(escaped);
            }
        }
        at++;
        return read.toString();
    }

    private Object word() {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> Double.valueOf(word);
        };
    }

    private void comma(char end) {
        blanks();
        if (peek() != end) {
            expect(',');
            blanks();
        }
    }

    private void enter(char open) {
        expect(open);
        if (++depth > 64) {
            throw wrong("less depth");
        }
    }

    private void leave(char close) {
        expect(close);
        depth--;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException("not JSON at " + at + ": " + wanted + " expected");
    }
}
