package dev.doppel.definition.read;

import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Paths;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.local.LocalImage;
import dev.doppel.definition.local.LocalImages;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.Annotations;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code local.yaml} of a project's home directory (spec 12.7). */
public final class LocalImagesReader {
    /** The names the file may have; the first that exists is read. */
    public static final List<String> NAMES = List.of("local.yaml", "local.yml");

    private static final List<String> KEYS = List.of("match", "command", "workdir", "env", "build", "inputs");

    private LocalImagesReader() {}

    /** The mapping of a project; empty when it has none. What is wrong is added to the problems. */
    public static LocalImages read(Project project, Problems problems) {
        return read(project.files(), project.home(), problems);
    }

    /** As above, for a tree whose root is the project root. */
    public static LocalImages read(FileTree files, String home, Problems problems) {
        for (String name : NAMES) {
            String file = Paths.join(home, name);
            if (!files.isFile(file)) {
                continue;
            }
            try {
                Node root = TreeReader.read(file, files.read(file, TreeReader.MAX_BYTES), problems)
                        .orElse(null);
                return root == null ? LocalImages.NONE : images(root, problems);
            } catch (IOException unreadable) {
                problems.error(
                        "unreadable",
                        new SourceRef(file, 0, 0),
                        "",
                        "the file cannot be read: " + unreadable.getMessage(),
                        "");
            }
        }
        return LocalImages.NONE;
    }

    private static LocalImages images(Node root, Problems problems) {
        Context context = new Context(problems, Capabilities.ALL, new Annotations());
        if (!(root instanceof MapNode map)) {
            context.error("type", root, "", "the mapping is " + root.kind(), "it must be a map with a list 'images'");
            return LocalImages.NONE;
        }
        Fields fields = new Fields(context, map, "", List.of("images"));
        List<LocalImage> images = new ArrayList<>();
        fields.maps("images").forEach((path, entry) -> {
            LocalImage image = image(new Fields(context, entry, path, KEYS));
            if (image != null) {
                images.add(image);
            }
        });
        return new LocalImages(images);
    }

    private static @Nullable LocalImage image(Fields fields) {
        String match = fields.requiredText("match", "the image, or a glob such as shop/*");
        List<String> command = fields.texts("command");
        List<String> build = fields.texts("build");
        List<String> inputs = fields.texts("inputs");
        String workdir = fields.filledText("workdir");
        if (command == null || command.isEmpty()) {
            fields.missing("command", "a list: program and arguments");
        }
        if (build != null && build.isEmpty()) {
            fields.error("empty", "build", "'build' is empty", "a list: program and arguments");
        }
        String place = workdir == null ? "" : Paths.resolve("", workdir).orElse(null);
        if (place == null) {
            fields.error(
                    "file-outside",
                    "workdir",
                    "'workdir' is '" + Show.shorten(String.valueOf(workdir)) + "'",
                    "a path relative to the project root, inside it");
        }
        return match == null || command == null || command.isEmpty() || place == null
                ? null
                : new LocalImage(
                        match,
                        command,
                        place,
                        ProgramReader.env(fields),
                        build,
                        inputs == null ? List.of() : inputs,
                        fields.at());
    }
}
