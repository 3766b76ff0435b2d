package dev.doppel.mock.recording;

import dev.doppel.twin.record.Recording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a recording without reading it. Immutable.
 *
 * @param id follows from where it lies
 * @param session its folder's name
 * @param bytes size of its file
 */
record Kept(
        String id,
        String session,
        Path file,
        Instant at,
        long tookMillis,
        String scheme,
        String host,
        int port,
        String method,
        String path,
        int status,
        boolean truncated,
        long bytes) {
    static Kept of(Path root, String session, Path file, Recording r, long bytes) {
        return new Kept(
                id(root.relativize(file).toString()),
                session,
                file,
                r.at(),
                r.tookMillis(),
                r.way().scheme(),
                r.host(),
                r.way().port(),
                r.method(),
                r.path(),
                r.status(),
                r.way().requestCut() || r.way().responseCut(),
                bytes);
    }

    private static String id(String place) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return "rec_" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id);
        out.put("session", session);
        out.put("timestamp", at.toString());
        out.put("method", method);
        out.put("scheme", scheme);
        out.put("host", host);
        out.put("port", (long) port);
        out.put("path", path);
        out.put("statusCode", (long) status);
        out.put("durationMs", tookMillis);
        out.put("truncated", truncated);
        out.put("size", bytes);
        return out;
    }
}
