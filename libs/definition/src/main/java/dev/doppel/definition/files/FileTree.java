package dev.doppel.definition.files;

import java.io.IOException;
import java.util.List;

/**
 * Files below one root. Paths are relative, use {@code /}, hold no {@code .} or {@code ..} parts; {@code ""} is the root itself.
 * Nothing outside the root can be reached, not even through links. Implementations are safe to read from several threads.
 */
public interface FileTree {
    /** What is at the path. */
    Lookup look(String path);

    /** The names directly below a directory, sorted; empty when it is none. */
    List<String> list(String directory);

    /**
     * The whole content of a file.
     *
     * @throws IOException when it is no readable file of this tree or has more than {@code limit} bytes
     */
    byte[] read(String path, long limit) throws IOException;

    /** The same files seen from a directory below; what lies outside it is out of reach. */
    FileTree below(String directory);

    /** An answer to {@link #look}. */
    sealed interface Lookup {
        /** @param linked whether the last part of the path is a link */
        record Directory(boolean linked) implements Lookup {}

        /** @param size bytes */
        record RegularFile(long size, boolean executable) implements Lookup {}

        /** Nothing usable is there. */
        record Absent() implements Lookup {}

        /** A link on the way leads out of the tree. */
        record Outside() implements Lookup {}
    }

    default boolean isFile(String path) {
        return look(path) instanceof Lookup.RegularFile;
    }

    default boolean isDirectory(String path) {
        return look(path) instanceof Lookup.Directory;
    }
}
