package dev.doppel.mock.recording;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The API that is recorded. Immutable.
 *
 * @param target scheme and authority, and a path that is put before every request's path
 * @param authorities PEM file of authorities that are trusted beside the public ones, or null
 */
public record Upstream(URI target, @Nullable Path authorities) {
    public Upstream(URI target) {
        this(target, null);
    }

    /**
     * What its certificate is verified against; null for the public authorities alone.
     *
     * @throws IOException when the file of authorities cannot be read
     */
    @Nullable
    TrustManagerFactory roots() throws IOException {
        if (authorities == null) {
            return null;
        }
        try {
            return Trust.with(Files.readString(authorities, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IOException(authorities + " is no PEM file of certificates: " + e.getMessage(), e);
        }
    }
}
