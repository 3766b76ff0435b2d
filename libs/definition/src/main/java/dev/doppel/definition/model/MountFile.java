package dev.doppel.definition.model;

/**
 * A file or directory laid over the item's file system, read-only (spec 1.8).
 *
 * @param source path relative to the project root, as in {@code FileEntry.path}; for a directory the files below it carry
 *     this path and a {@code /} as their prefix
 * @param target absolute path inside the item
 */
public record MountFile(String source, String target) {}
