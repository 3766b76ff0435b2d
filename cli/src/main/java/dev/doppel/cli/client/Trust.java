package dev.doppel.cli.client;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in the certificates of a remote platform. */
public final class Trust {
    private Trust() {}

    /**
     * The JDK's authorities and those of a file.
     *
     * @param file one or more certificates, PEM
     * @throws CliFailure when the file cannot be read or holds no certificate
     */
    public static SSLContext withAuthorities(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> added =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (added.isEmpty()) {
                throw new CliFailure(ExitCode.USAGE, "--ca-file " + file + " holds no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (X509Certificate known : manager(null).getAcceptedIssuers()) {
                store.setCertificateEntry("jdk-" + n++, known);
            }
            for (Certificate one : added) {
                store.setCertificateEntry("added-" + n++, one);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager(store)}, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CliFailure(ExitCode.USAGE, "--ca-file " + file + " cannot be used: " + e.getMessage());
        }
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("the JDK has no X.509 trust manager");
    }
}
