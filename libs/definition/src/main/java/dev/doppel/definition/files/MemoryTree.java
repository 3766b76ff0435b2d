package dev.doppel.definition.files;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files in memory, for bundles and tests. Immutable. */
public final class MemoryTree implements FileTree {
    private final SortedMap<String, StoredFile> files;

    /** A file's content, not to be modified. */
    public record StoredFile(byte[] bytes, boolean executable) {}

    private MemoryTree(SortedMap<String, StoredFile> files) {
        this.files = files;
    }

    /** A tree of these files; keys are tree paths, a name that is also a directory of others is shadowed by it. */
    public static MemoryTree of(Map<String, StoredFile> files) {
        return new MemoryTree(Collections.unmodifiableSortedMap(new TreeMap<>(files)));
    }

    /** A tree of text files. */
    public static MemoryTree ofTexts(Map<String, String> texts) {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        texts.forEach((path, text) -> files.put(
                path, new StoredFile(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), path.endsWith(".sh"))));
        return new MemoryTree(files);
    }

    @Override
    public Lookup look(String path) {
        if (hasBelow(path)) {
            return new Lookup.Directory(false);
        }
        StoredFile file = files.get(path);
        return file == null ? new Lookup.Absent() : new Lookup.RegularFile(file.bytes().length, file.executable());
    }

    private boolean hasBelow(String directory) {
        if (directory.isEmpty()) {
            return true;
        }
        SortedMap<String, StoredFile> tail = files.tailMap(directory + "/");
        return !tail.isEmpty() && tail.firstKey().startsWith(directory + "/");
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String path : files.tailMap(prefix).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            int slash = path.indexOf('/', prefix.length());
            names.add(path.substring(prefix.length(), slash < 0 ? path.length() : slash));
        }
        return List.copyOf(names);
    }

    @Override
    public byte[] read(String path, long limit) throws IOException {
        StoredFile file = files.get(path);
        if (file == null) {
            throw new IOException(path + " is not a file of the project");
        }
        if (file.bytes().length > limit) {
            throw new IOException(path + " has more than " + limit + " bytes");
        }
        return file.bytes();
    }

    @Override
    public FileTree below(String directory) {
        if (directory.isEmpty()) {
            return this;
        }
        SortedMap<String, StoredFile> below = new TreeMap<>();
        String prefix = directory + "/";
        files.tailMap(prefix).forEach((path, file) -> {
            if (path.startsWith(prefix)) {
                below.put(path.substring(prefix.length()), file);
            }
        });
        return new MemoryTree(below);
    }
}
