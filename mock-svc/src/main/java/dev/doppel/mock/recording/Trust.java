package dev.doppel.mock.recording;

import dev.doppel.mock.ca.TrustFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** Authorities that a proxy believes: the public ones, and those that its user names. */
public final class Trust {
    private Trust() {}

    /**
     * The public authorities and these.
     *
     * @param pem certificates of authorities
     * @throws IOException when it holds none
     */
    public static TrustManagerFactory with(String pem) throws IOException {
        try {
            var named = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (named.isEmpty()) {
                throw new IOException("no certificate is in it");
            }
            List<Certificate> trusted = new ArrayList<>(TrustFiles.publicRoots());
            trusted.addAll(named);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca" + i, trusted.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IOException("no PEM text of certificates: " + e.getMessage(), e);
        }
    }
}
