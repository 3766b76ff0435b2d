package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Configurations to begin with; each stands alone and says in comments what it shows. */
final class Starters {
    /** What each shows, by name, in the order of listing. */
    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("crud", "a table with list, create, get, replace, change and delete");
        ALL.put("auth", "a login that gives tokens, and what they open");
        ALL.put("webhook", "orders that call your service back, signed");
        ALL.put("chat", "a chat model: answers by prompt, event streams");
    }

    private Starters() {}

    /**
     * The text of its {@code mockd.yaml}.
     *
     * @throws CliFailure when there is none of that name
     */
    static String text(String name) throws IOException {
        if (!ALL.containsKey(name)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "There is no template " + name + "; there are: " + String.join(", ", ALL.keySet()) + ".");
        }
        try (InputStream in = Starters.class.getResourceAsStream("/starters/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("missing resource starters/" + name + ".yaml");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Writes one as {@code mockd.yaml} into a folder, which is made; a file that is there is left as it is. */
    static Path write(String name, Path folder) throws IOException {
        String text = text(name);
        Path file = folder.resolve("mockd.yaml");
        if (Files.exists(file)) {
            throw new CliFailure(ExitCode.USAGE, file + " exists already: change it, or remove it to begin anew.");
        }
        Files.createDirectories(folder);
        return Files.writeString(file, text);
    }
}
