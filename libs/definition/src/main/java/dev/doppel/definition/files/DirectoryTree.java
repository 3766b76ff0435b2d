package dev.doppel.definition.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory of the file system. Links are followed only as long as they stay below the root. */
public final class DirectoryTree implements FileTree {
    private final Path root;

    private DirectoryTree(Path root) {
        this.root = root;
    }

    /**
     * A tree over an existing directory.
     *
     * @throws IOException when it does not exist or cannot be read
     */
    public static DirectoryTree of(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new IOException(directory + " is not a directory");
        }
        return new DirectoryTree(real);
    }

    /** The directory, with all links resolved. */
    public Path root() {
        return root;
    }

    @Override
    public Lookup look(String path) {
        Path wanted;
        try {
            wanted = root.resolve(path);
        } catch (InvalidPathException impossibleName) {
            return new Lookup.Absent();
        }
        Optional<Path> real = real(wanted);
        if (real.isEmpty()) {
            return new Lookup.Absent();
        }
        Path place = real.get();
        if (!place.startsWith(root)) {
            return new Lookup.Outside();
        }
        if (Files.isDirectory(place)) {
            return new Lookup.Directory(Files.isSymbolicLink(wanted));
        }
        try {
            return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(place)
                    ? new Lookup.RegularFile(Files.size(place), Files.isExecutable(place))
                    : new Lookup.Absent();
        } catch (IOException vanished) {
            return new Lookup.Absent();
        }
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String directory) {
        if (!(look(directory) instanceof Lookup.Directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root.resolve(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return List.of();
        }
    }

    @Override
    public byte[] read(String path, long limit) throws IOException {
        if (!(look(path) instanceof Lookup.RegularFile)) {
            throw new IOException(path + " is not a readable file of the project");
        }
        try (InputStream in = Files.newInputStream(root.resolve(path).toRealPath())) {
            byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > limit) {
                throw new IOException(path + " has more than " + limit + " bytes");
            }
            return bytes;
        }
    }

    @Override
    public FileTree below(String directory) {
        Path place = root.resolve(directory);
        return new DirectoryTree(
                real(place).filter(found -> found.startsWith(root)).orElse(place));
    }
}
