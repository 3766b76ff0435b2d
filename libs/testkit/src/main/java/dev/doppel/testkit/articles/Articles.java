package dev.doppel.testkit.articles;

import dev.doppel.testkit.articles.ArticleDocument.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Splits the definition-format articles into their YAML documents. They lie outside the repository: in
 * {@code $DOPPEL_SHARED/articles}, by default {@code ../shared/articles} seen from the project root.
 */
public final class Articles {
    private static final List<String> NUMBERS = List.of("000", "001");

    private Articles() {}

    /** The folder of shared documents, where it exists. */
    public static Optional<Path> shared() {
        String given = System.getenv("DOPPEL_SHARED");
        Path root = Path.of(System.getProperty("doppel.root", ".")).toAbsolutePath();
        Path folder = given == null || given.isBlank() ? root.resolve("../shared") : root.resolve(given);
        return Files.isDirectory(folder) ? Optional.of(folder.normalize()) : Optional.empty();
    }

    /**
     * All documents of both articles in order. Where the folder is absent the calling test is skipped and says so; with
     * {@code CI=true} it fails.
     */
    public static List<ArticleDocument> documents() {
        Path folder = shared().map(found -> found.resolve("articles")).orElse(null);
        if (folder == null || !Files.isDirectory(folder)) {
            String message = "the articles are absent: set DOPPEL_SHARED to the folder that holds articles/";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(message);
            }
            System.err.println("SKIPPED: " + message);
            Assumptions.abort(message);
            throw new IllegalStateException(message);
        }
        List<ArticleDocument> documents = new ArrayList<>();
        for (String number : NUMBERS) {
            Path article = article(folder, number);
            try {
                split(article.getFileName().toString(), Files.readAllLines(article), documents);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return List.copyOf(documents);
    }

    private static Path article(Path folder, String number) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(number))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no article " + number + " in " + folder));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Prose, SQL and trees stand between the documents without fences; a document ends at the first line that is none of its own. */
    static void split(String article, List<String> lines, List<ArticleDocument> into) {
        List<String> open = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean names = line.startsWith("# .");
            boolean own = line.isBlank() || line.startsWith(" ") || isYaml(line);
            if (!open.isEmpty() && (names || !own)) {
                add(article, begin, open, into);
                open.clear();
            }
            boolean begins = begins(line) || line.startsWith("# ") && i + 1 < lines.size() && begins(lines.get(i + 1));
            if (!open.isEmpty()) {
                open.add(line);
            } else if (begins) {
                begin = i + 1;
                open.add(line);
            }
        }
        if (!open.isEmpty()) {
            add(article, begin, open, into);
        }
    }

    private static boolean begins(String line) {
        return line.startsWith("- type: ")
                || Stream.of("name:", "items:", "type:", "assertions:").anyMatch(line::startsWith);
    }

    private static boolean isYaml(String line) {
        int colon = line.indexOf(':');
        boolean key = colon > 0
                && line.substring(0, colon).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')
                && (colon + 1 == line.length() || line.charAt(colon + 1) == ' ');
        return key || line.startsWith("- ") || line.startsWith("# ");
    }

    private static void add(String article, int line, List<String> lines, List<ArticleDocument> into) {
        String first = lines.getFirst();
        String file = first.startsWith("# .") ? first.substring(2).strip() : "";
        String text = String.join("\n", lines).strip() + "\n";
        into.add(new ArticleDocument(article, into.size() + 1, line, kind(lines), file, text));
    }

    private static Kind kind(List<String> lines) {
        String head = lines.stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .findFirst()
                .orElse("");
        if (head.startsWith("- ")) {
            return Kind.ITEM_LIST;
        }
        if (head.startsWith("items:")) {
            return Kind.ITEMS;
        }
        if (head.startsWith("assertions:")) {
            return Kind.BLOCKS;
        }
        return head.startsWith("type:") ? Kind.FRAGMENT : Kind.DEFINITION;
    }
}
