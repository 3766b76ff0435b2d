package dev.doppel.contract.blob;

/**
 * Points at content on {@code doppel.blobs}.
 *
 * @param sha256 lower-case hex digest of the whole content
 * @param size bytes
 * @param parts number of records it was cut into, at least 1
 */
public record BlobRef(String sha256, long size, int parts) {
    /** Largest part, in bytes: leaves room for headers below the record limit of 512 KiB. */
    public static final int PART_BYTES = 480 * 1024;

    /** Record key of one part, so that compaction keeps every part. */
    public String key(int part) {
        return sha256 + "/" + part;
    }
}
