package dev.doppel.mock.alone;

import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.config.TwinConfigReader;
import dev.doppel.twin.convert.Format;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a standing twin is made of: a configuration, every document of a folder, or both. Immutable.
 *
 * @param config the {@code mockd.yaml}, or another document, which is served as if one imported it; or null
 * @param folder of documents in any format that can be imported, or null; not null without a configuration
 */
record Source(@Nullable Path config, @Nullable Path folder) {
    private static final Set<String> DOCUMENTS = Set.of("yaml", "yml", "json", "har", "wsdl", "curl");
    private static final int DEPTH = 8;

    /** A twin, and the files that it was made of. */
    record Loaded(TwinEngine engine, Set<Path> files) {}

    /** What people know it by. */
    String text() {
        return String.valueOf(config == null ? folder : config);
    }

    /** The configuration file, or the folder. */
    Path path() {
        Path named = config == null ? folder : config;
        return (named == null ? Path.of("") : named).toAbsolutePath();
    }

    /** The configuration alone, as far as it can be read; null when it cannot be, or when there is none. */
    @Nullable
    TwinConfig peek() {
        if (config == null) {
            return null;
        }
        try {
            return TwinConfigReader.read(config.toString(), text(config), System::getenv, new Problems());
        } catch (IOException | TwinLoadException | StandingFailure e) {
            return null; // told by the load
        }
    }

    /** Reads all of it. */
    Loaded load(TwinOptions options) throws StandingFailure {
        try {
            Path file = config;
            NetFiles files = new NetFiles(file == null ? path() : directory(file));
            TwinEngine engine = TwinEngine.load(
                    file == null ? "folder.json" : file.toString(),
                    file == null ? "{\"version\":\"1.0\"}" : text(file),
                    files,
                    options);
            if (file != null) {
                files.read(file.toAbsolutePath().toString());
            }
            if (folder == null) {
                return new Loaded(engine, files.known());
            }
            NetFiles more = new NetFiles(folder.toAbsolutePath());
            List<Object> imports = new ArrayList<>();
            documents(folder).forEach(document -> imports.add(Map.of("path", document)));
            TwinEngine whole = imports.isEmpty() ? engine : engine.with(Map.of("imports", imports), more);
            Set<Path> all = files.known();
            all.addAll(more.known());
            return new Loaded(whole, all);
        } catch (TwinLoadException e) {
            throw failure("The twin cannot be loaded:\n" + e.getMessage());
        } catch (IOException e) {
            throw failure(text() + " cannot be read: " + e.getMessage());
        }
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static String text(Path file) throws StandingFailure, IOException {
        if (Files.isDirectory(file)) {
            throw failure(
                    "The configuration " + file + " is a folder: name the file in it, or give the folder to --load.");
        }
        if (!Files.exists(file)) {
            throw failure("There is no configuration " + file + ".");
        }
        byte[] bytes = Files.readAllBytes(file);
        return isConfiguration(file, bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : Json.text(Map.of(
                        "version",
                        "1.0",
                        "imports",
                        List.of(Map.of("path", file.getFileName().toString()))));
    }

    /** What is no document that can be imported is taken for a configuration: reading it says what is wrong. */
    private static boolean isConfiguration(Path file, byte[] bytes) {
        try {
            return Format.detect(file.getFileName().toString(), bytes) == Format.MOCKD;
        } catch (IOException e) {
            return true;
        }
    }

    /** Documents below a folder by their paths relative to it, in the order of their names; hidden files and folders are passed over. */
    static List<String> documents(Path folder) throws StandingFailure, IOException {
        if (!Files.isDirectory(folder)) {
            throw failure("--load names a folder of documents; " + folder + " is none.");
        }
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            return all.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .filter(path -> Stream.iterate(path, p -> p != null, Path::getParent)
                            .noneMatch(p -> p.getFileName().toString().startsWith(".")))
                    .map(Path::toString)
                    .filter(name -> DOCUMENTS.contains(
                            name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)))
                    .sorted()
                    .toList();
        }
    }

    private static StandingFailure failure(String text) {
        return new StandingFailure(StandingFailure.Cause.USAGE, text);
    }
}
