package dev.doppel.scheduler.store;

/**
 * A file that an instance needs; its content is a blob.
 *
 * @param path relative to the project root
 * @param sha256 digest of the content
 * @param executable whether the owner may execute it
 */
public record StoredFile(String path, String sha256, boolean executable) {}
