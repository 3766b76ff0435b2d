package dev.doppel.scheduler.kubernetes;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The trust files of an installation, by their names inside items. Stateless. */
final class TrustBundle {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private TrustBundle() {}

    /**
     * Reads the directory; what is missing beside {@code ca.pem} is made: the public roots of this JVM and the CA.
     *
     * @throws EnvironmentFailure when there is no {@code ca.pem}
     */
    static Map<String, byte[]> read(Path directory) {
        Path ca = directory.resolve("ca.pem");
        Path bundle = directory.resolve("ca-bundle.pem");
        Path store = directory.resolve("truststore.p12");
        try {
            if (!Files.isReadable(ca)) {
                throw new EnvironmentFailure(
                        null,
                        "the certificate of the installation's CA cannot be read at " + ca
                                + ": mount it there (doppel.scheduler.kubernetes.trust-dir)",
                        List.of());
            }
            byte[] pem = Files.readAllBytes(ca);
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("ca.crt", pem);
            if (Files.isReadable(bundle) && Files.isReadable(store)) {
                files.put("ca-bundle.crt", Files.readAllBytes(bundle));
                files.put("truststore.p12", Files.readAllBytes(store));
            } else {
                List<Certificate> all = new ArrayList<>(publicRoots());
                all.addAll(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
                files.put("ca-bundle.crt", pem(all));
                files.put("truststore.p12", store(all));
            }
            return files;
        } catch (IOException | GeneralSecurityException e) {
            throw new EnvironmentFailure(
                    null, "the trust files in " + directory + " cannot be used: " + e.getMessage(), List.of());
        }
    }

    private static List<Certificate> publicRoots() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((@Nullable KeyStore) null);
        List<Certificate> roots = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                roots.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return roots;
    }

    private static byte[] pem(List<Certificate> certificates) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder(300_000);
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        for (Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(encoder.encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] store(List<Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("root" + number++, certificate);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        return out.toByteArray();
    }
}
