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

    /** Points at content of a digest and a size. */
    public static BlobRef of(String sha256, long size) {
        return new BlobRef(sha256, size, (int) Math.max(1, (size + PART_BYTES - 1) / PART_BYTES));
    }

    /** Record key of one part, so that compaction keeps every part. */
    public String key(int part) {
        return sha256 + "/" + part;
    }
}
