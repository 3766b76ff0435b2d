package dev.doppel.mock.ca;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The files by which items come to trust the CA (definition spec 3.5): {@code ca.pem}, {@code ca-bundle.pem} (public roots and the CA) and
 * {@code truststore.p12} (the same, password {@code changeit}). Never a private key.
 */
public final class TrustFiles {
    /** Password of {@code truststore.p12}. */
    public static final String PASSWORD = "changeit";

    private TrustFiles() {}

    /**
     * Writes the three files; each is complete or absent at every moment.
     *
     * @throws IllegalStateException when the directory cannot be written
     */
    public static void write(CertificateAuthority authority, Path directory) {
        try {
            Files.createDirectories(directory);
            List<X509Certificate> all = new ArrayList<>(publicRoots());
            all.add(authority.certificate());
            StringBuilder bundle = new StringBuilder(300_000);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate certificate : all) {
                bundle.append(CertificateAuthority.pem("CERTIFICATE", certificate.getEncoded()));
                store.setCertificateEntry(
                        certificate == authority.certificate() ? "doppel" : "root" + number++, certificate);
            }
            replace(
                    directory.resolve("ca-bundle.pem"),
                    out -> out.write(bundle.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            replace(directory.resolve("truststore.p12"), out -> {
                try {
                    store.store(out, PASSWORD.toCharArray());
                } catch (GeneralSecurityException e) {
                    throw new IOException(e);
                }
            });
            replace(
                    directory.resolve("ca.pem"),
                    out -> out.write(authority.pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot write the trust files into " + directory + ": " + e.getMessage(), e);
        }
    }

    /** What this JVM trusts without being told. */
    public static List<X509Certificate> publicRoots() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((@Nullable KeyStore) null);
        List<X509Certificate> roots = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                roots.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return roots;
    }

    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private static void replace(Path file, Content content) throws IOException {
        // a name of its own: several replicas may write the same files at once
        Path next = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try (OutputStream out = Files.newOutputStream(next)) {
            content.write(out);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
