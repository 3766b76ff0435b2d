package dev.doppel.cli.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.show.RunModel;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run leaves on this machine: {@code run.json} (id, verdict, a line per definition), {@code bundle.zip} (what was submitted),
 * {@code dump.json}, {@code junit.xml}, {@code console.log}. Readable when no platform is up.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    /** Folders kept per project (definition spec 9.1). */
    public static final int KEPT = 50;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** Makes the folder of a new run. */
    public static RunFolder create(Path runs, String project, String run, Clock clock) throws IOException {
        Path parent = runs.resolve(project);
        Files.createDirectories(parent);
        Path folder = parent.resolve(STAMP.format(LocalDateTime.now(clock)) + "-" + run);
        return new RunFolder(Files.createDirectory(folder));
    }

    /** The latest run of a project, or of all when {@code project} is empty. */
    public static Optional<RunFolder> latest(Path runs, String project) {
        return all(runs, project).stream().findFirst();
    }

    /** The run whose id or folder name begins so. */
    public static Optional<RunFolder> find(Path runs, String id) {
        return all(runs, "").stream()
                .filter(folder -> folder.id().startsWith(id)
                        || folder.path().getFileName().toString().startsWith(id))
                .findFirst();
    }

    /** Newest first. */
    public static List<RunFolder> all(Path runs, String project) {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(runs, 2)) {
            return paths.filter(p -> p.getNameCount() == runs.getNameCount() + 2)
                    .filter(p -> project.isEmpty()
                            || p.getName(p.getNameCount() - 2).toString().equals(project))
                    .filter(p -> Files.isRegularFile(p.resolve("run.json")))
                    .map(RunFolder::new)
                    .sorted(Comparator.comparing(
                                    (RunFolder f) -> f.path().getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + runs, e);
        }
    }

    /** Writes the summary from what was seen of the run. */
    public void writeSummary(String run, String project, RunModel model) throws IOException {
        ObjectNode json = MessageCodec.json().createObjectNode();
        json.put("id", run);
        json.put("project", project);
        json.put("verdict", String.valueOf(model.verdict()));
        var instances = json.putArray("instances");
        for (RunModel.InstanceView view : model.instances()) {
            instances.addObject().put("name", view.name()).put("verdict", String.valueOf(view.verdict()));
        }
        var invalid = json.putArray("invalid");
        model.invalid().forEach(one -> invalid.add(one.name()));
        write("run.json", MessageCodec.json().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    /** Writes one of the files. */
    public void write(String name, String text) throws IOException {
        Files.writeString(path.resolve(name), text);
    }

    /** The text of one of the files, if the run left it. */
    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The run's id. */
    public String id() {
        return summary().path("id").asText();
    }

    /** Names of the definitions that did not pass, and of those that were not run because they had errors. */
    public List<String> notPassed() {
        List<String> names = new ArrayList<>();
        for (JsonNode one : summary().path("instances")) {
            if (!"PASSED".equals(one.path("verdict").asText())) {
                names.add(one.path("name").asText());
            }
        }
        summary().path("invalid").forEach(name -> names.add(name.asText()));
        return names;
    }

    private JsonNode summary() {
        try {
            return MessageCodec.json().readTree(Files.readString(path.resolve("run.json")));
        } catch (IOException e) {
            return MessageCodec.json().createObjectNode();
        }
    }

    /** Deletes the folder. */
    public void delete() {
        try (Stream<Path> paths = Files.walk(path)) {
            paths.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    /** Deletes the oldest folders of a project beyond {@link #KEPT}. */
    public static void prune(Path runs, String project) {
        all(runs, project).stream().skip(KEPT).forEach(RunFolder::delete);
    }
}
