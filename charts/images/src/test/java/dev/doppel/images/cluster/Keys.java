package dev.doppel.images.cluster;

import dev.doppel.images.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for the API server, made by the JDK's own tool, and what a service account is given to trust it. */
final class Keys {
    private static final String PASSWORD = "not-secret";

    private Keys() {}

    /**
     * Makes both.
     *
     * @param account becomes a directory with {@code ca.crt}, {@code token} and {@code namespace}
     * @return what the server presents
     */
    static SSLContext make(String address, Path work, Path account, String token) throws IOException {
        Path store = work.resolve("api.p12");
        Files.deleteIfExists(store);
        Programs.run(List.of(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kubernetes",
                "-ext",
                "san=ip:" + address,
                "-ext",
                "bc:c",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Files.createDirectories(account);
            Files.writeString(
                    account.resolve("ca.crt"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(keys.getCertificate("api").getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            Files.writeString(account.resolve("token"), token);
            Files.writeString(account.resolve("namespace"), Release.NAMESPACE);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for the API server", e);
        }
    }
}
