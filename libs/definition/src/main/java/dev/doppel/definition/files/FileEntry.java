package dev.doppel.definition.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The snapshot of a file that a definition brings along: init files, mounted files, twin configurations.
 *
 * @param path relative to the project root, with {@code /}
 * @param sha256 lower-case hex of the content
 * @param size bytes
 * @param executable whether the owner may execute it
 */
public record FileEntry(String path, String sha256, long size, boolean executable, Content content) {
    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Content {
        /** The whole content; callers must not modify the array. */
        byte[] bytes();
    }

    /** An entry over bytes in memory. */
    public static FileEntry of(String path, byte[] bytes, boolean executable) {
        return new FileEntry(path, sha256(bytes), bytes.length, executable, () -> bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
