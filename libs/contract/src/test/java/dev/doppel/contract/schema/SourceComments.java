package dev.doppel.contract.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comment above a record or an enum says, so that schemas say it too.
 *
 * @param text all before the first tag, as plain text; may be empty
 * @param components what {@code @param} says, by component
 */
record SourceComments(String text, Map<String, String> components) {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern COMMENT = Pattern.compile(
            "/\\*\\*(?<text>(?:(?!\\*/).)*)\\*/\\s*public (?:record|enum) (?<name>\\w+)", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("\\{@(code|link)\\s+([^}]*)}");

    static SourceComments of(Class<?> type) {
        Class<?> file = type;
        while (file.getEnclosingClass() != null) {
            file = file.getEnclosingClass();
        }
        String source;
        try {
            source = Files.readString(SOURCES.resolve(file.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher comments = COMMENT.matcher(source);
        while (comments.find()) {
            if (comments.group("name").equals(type.getSimpleName())) {
                return parse(comments.group("text"));
            }
        }
        return new SourceComments("", Map.of());
    }

    private static SourceComments parse(String comment) {
        String[] parts = comment.replaceAll("(?m)^\\s*\\* ?", "").split("(?m)^\\s*@param ");
        Map<String, String> components = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] words = parts[i].strip().split("\\s+", 2);
            components.put(words[0], plain(words[1]));
        }
        return new SourceComments(plain(parts[0]), components);
    }

    private static String plain(String javadoc) {
        Matcher inline = INLINE.matcher(javadoc);
        StringBuilder text = new StringBuilder();
        while (inline.find()) {
            String word = inline.group(2).strip();
            String shown = inline.group(1).equals("link") ? word.replaceAll("^.*[.#]", "") : "`" + word + "`";
            inline.appendReplacement(text, Matcher.quoteReplacement(shown));
        }
        inline.appendTail(text);
        return text.toString().replaceAll("\\s+", " ").strip();
    }
}
