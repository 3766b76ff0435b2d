package dev.doppel.scheduler.plan;

import dev.doppel.scheduler.store.StoredFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The files of an instance; content is fetched when asked for. Confined to one thread. */
public final class Files {
    private final Map<String, StoredFile> byPath = new TreeMap<>();
    private final Function<String, byte[]> content;

    /** @param content SHA-256 to bytes */
    public Files(List<StoredFile> files, Function<String, byte[]> content) {
        files.forEach(file -> byPath.put(file.path(), file));
        this.content = content;
    }

    /** The bytes of a file that was submitted; anything else is a fault of ours. */
    public byte[] bytes(String path) {
        StoredFile file = byPath.get(path);
        if (file == null) {
            throw new IllegalStateException("file " + path + " was not stored with the run");
        }
        return content.apply(file.sha256());
    }

    /** Paths of the file itself, or of all files below the directory. */
    public List<String> at(String path) {
        if (byPath.containsKey(path)) {
            return List.of(path);
        }
        String prefix = path + "/";
        return byPath.keySet().stream().filter(p -> p.startsWith(prefix)).toList();
    }

    /** All paths. */
    public List<String> all() {
        return List.copyOf(byPath.keySet());
    }
}
