package dev.doppel.mock.recording;

import dev.doppel.mock.ca.TrustFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
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

    /** @throws IOException when the file of authorities cannot be read */
    SSLContext tls() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            if (authorities == null) {
                context.init(null, null, null);
                return context;
            }
            List<Certificate> trusted = new ArrayList<>(TrustFiles.publicRoots());
            try (InputStream in = Files.newInputStream(authorities)) {
                trusted.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca" + i, trusted.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " is no PEM file of certificates: " + e.getMessage(), e);
        }
    }
}
