package dev.doppel.twin.convert;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The expressions that WireMock and Mockoon write between braces, as ours (spec 7), as far as there is one of the same meaning. */
final class Handlebars {
    private static final Map<String, String> FAKERS = Map.ofEntries(
            Map.entry("datatype.uuid", "uuid"),
            Map.entry("string.uuid", "uuid"),
            Map.entry("person.firstname", "faker.firstName"),
            Map.entry("name.firstname", "faker.firstName"),
            Map.entry("person.lastname", "faker.lastName"),
            Map.entry("name.lastname", "faker.lastName"),
            Map.entry("person.fullname", "faker.name"),
            Map.entry("name.fullname", "faker.name"),
            Map.entry("internet.email", "faker.email"),
            Map.entry("internet.url", "faker.url"),
            Map.entry("internet.username", "faker.username"),
            Map.entry("phone.number", "faker.phone"),
            Map.entry("company.name", "faker.company"),
            Map.entry("location.city", "faker.city"),
            Map.entry("address.city", "faker.city"),
            Map.entry("location.country", "faker.country"),
            Map.entry("commerce.productname", "faker.productName"),
            Map.entry("commerce.price", "faker.price"),
            Map.entry("lorem.sentence", "faker.sentence"),
            Map.entry("lorem.word", "faker.word"));

    private Handlebars() {}

    /** Each expression without a counterpart is given to {@code unknown} and becomes empty text. */
    static String translate(String text, Consumer<String> unknown) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (true) {
            int open = text.indexOf("{{", at);
            int close = open < 0 ? -1 : text.indexOf("}}", open);
            if (close < 0) {
                return out.append(text, at, text.length()).toString();
            }
            boolean triple = text.startsWith("{{{", open) && text.startsWith("}}}", close);
            String inside = text.substring(open + (triple ? 3 : 2), close).strip();
            String ours = inside.contains("}") || inside.contains("{") ? null : expression(words(inside));
            out.append(text, at, open);
            if (ours == null) {
                unknown.accept(inside);
            } else {
                out.append("{{").append(ours).append("}}");
            }
            at = close + (triple ? 3 : 2);
        }
    }

    private static @Nullable String expression(List<String> words) {
        if (words.isEmpty()) {
            return null;
        }
        String head = words.getFirst();
        String second = words.size() > 1 ? bare(words.get(1)) : "";
        return switch (head.toLowerCase(Locale.ROOT)) {
            case "now" -> "now";
            case "uuid", "guid" -> "uuid";
            case "method" -> "request.method";
            case "body", "bodyraw" -> second.isEmpty() ? "request.rawBody" : or(words, "request.body." + path(second));
            case "urlparam" -> second.isEmpty() ? null : "request.pathParam." + Urls.name(second);
            case "queryparam", "queryparamraw" -> second.isEmpty() ? null : or(words, "request.query." + second);
            case "header" -> second.isEmpty() ? null : or(words, "request.header." + second);
            case "jsonpath" ->
                words.size() == 3 && second.equals("request.body") ? "request.body." + path(bare(words.get(2))) : null;
            case "int" -> words.size() == 3 ? "random.int(" + second + "," + bare(words.get(2)) + ")" : null;
            case "faker" -> FAKERS.get(second.toLowerCase(Locale.ROOT));
            case "randomvalue" -> random(words);
            default -> request(head, words.size());
        };
    }

    private static @Nullable String request(String head, int words) {
        if (words != 1 || head.contains("[")) {
            return null;
        }
        if (head.startsWith("request.path.")) {
            return "request.pathParam." + Urls.name(head.substring(13));
        }
        if (head.startsWith("request.headers.")) {
            return "request.header." + head.substring(16);
        }
        return head.equals("request.body")
                ? "request.rawBody"
                : head.equals("request.url")
                                || head.equals("request.path")
                                || head.equals("request.method")
                                || head.startsWith("request.query.")
                        ? head
                        : null;
    }

    private static @Nullable String random(List<String> words) {
        String all = String.join(" ", words).toUpperCase(Locale.ROOT);
        if (all.contains("UUID")) {
            return "uuid";
        }
        String length = words.stream()
                .filter(w -> w.startsWith("length="))
                .map(w -> bare(w.substring(7)))
                .findFirst()
                .orElse("");
        return all.contains("ALPHANUMERIC") && Values.index(length) >= 0 ? "random.string(" + length + ")" : null;
    }

    private static String or(List<String> words, String reference) {
        return words.size() < 3
                ? reference
                : "default(" + reference + ",\"" + bare(words.get(2)).replace("\"", "'") + "\")";
    }

    private static String path(String text) {
        return text.startsWith("$.") ? text.substring(2) : text;
    }

    private static String bare(String word) {
        boolean quoted = word.length() >= 2
                && (word.charAt(0) == '\'' || word.charAt(0) == '"')
                && word.charAt(word.length() - 1) == word.charAt(0);
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private static List<String> words(String text) {
        List<String> out = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    out.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
                quote = quote == c ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
            }
        }
        if (!word.isEmpty()) {
            out.add(word.toString());
        }
        return out;
    }
}
