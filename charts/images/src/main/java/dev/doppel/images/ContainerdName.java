package dev.doppel.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Tells containerd under which name to keep the image of an OCI archive. What the layout itself offers for that ({@value #REFERENCE}) is taken as it
 * stands, so {@code doppel/mock-svc:1} would be kept under that name, while a kubelet asks for {@code docker.io/doppel/mock-svc:1}, and an image that was
 * loaded into kind or k3s would be pulled all the same. The annotation {@value #NAME} carries the whole name; others do not look at it.
 */
final class ContainerdName {
    private static final String REFERENCE = "org.opencontainers.image.ref.name";
    private static final String NAME = "io.containerd.image.name";
    private static final String INDEX = "index.json";
    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int SUM_AT = 148;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContainerdName() {}

    /**
     * Adds it to the archive's index, which must be the last of its files.
     *
     * @throws IOException when the archive is not as Jib writes it
     */
    static void addTo(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            byte[] header = new byte[BLOCK];
            for (long at = 0; at < file.length(); at += BLOCK + padded(size(header))) {
                file.seek(at);
                file.readFully(header);
                if (text(header, 0, 100).equals(INDEX)) {
                    byte[] index = new byte[(int) size(header)];
                    file.readFully(index);
                    byte[] named = JSON.writeValueAsBytes(named((ObjectNode) JSON.readTree(index)));
                    number(header, SIZE_AT, 11, named.length);
                    sum(header);
                    file.setLength(at);
                    file.seek(at);
                    file.write(header);
                    file.write(named);
                    // the end of a tar file: two blocks of nothing
                    file.write(new byte[(int) (padded(named.length) - named.length) + 2 * BLOCK]);
                    return;
                }
            }
        }
        throw new IOException(archive + " has no " + INDEX);
    }

    private static ObjectNode named(ObjectNode index) {
        for (JsonNode manifest : index.path("manifests")) {
            ObjectNode notes = (ObjectNode) manifest.path("annotations");
            notes.put(NAME, whole(notes.path(REFERENCE).asText()));
        }
        return index;
    }

    /** The name as nodes complete it: of a registry, where none is named that of Docker. */
    static String whole(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return registry ? name : "docker.io/" + (slash < 0 ? "library/" : "") + name;
    }

    private static long size(byte[] header) {
        String octal = text(header, SIZE_AT, 12).strip();
        return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static String text(byte[] header, int at, int most) {
        int end = at;
        while (end < at + most && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.US_ASCII);
    }

    private static void number(byte[] header, int at, int digits, long value) {
        byte[] octal = ("%0" + digits + "o").formatted(value).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, header, at, digits);
        header[at + digits] = 0;
    }

    /** The sum of all bytes of the header, taken with spaces in place of itself. */
    private static void sum(byte[] header) {
        java.util.Arrays.fill(header, SUM_AT, SUM_AT + 8, (byte) ' ');
        long sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        number(header, SUM_AT, 6, sum);
    }
}
