package dev.doppel.charts.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.TrustFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/**
 * Sees to it that the installation's CA is in its Secret and that the ConfigMap holds the files by which items trust it. A CA that is there is
 * never replaced, so certificates that items keep stay valid over upgrades. Not thread-safe.
 */
final class Authority {
    private final Cluster cluster;
    private final Path work;

    /** @param work an empty directory; the private key is in it for a moment */
    Authority(Cluster cluster, Path work) {
        this.cluster = cluster;
        this.work = work;
    }

    /**
     * How things are called in the cluster.
     *
     * @param secret of the CA
     * @param certificateKey its key with the certificate, PEM
     * @param privateKeyKey its key with the private key, PEM, PKCS#8, EC
     * @param configMap of the trust files
     * @param mustExist the Secret is somebody else's: never made here
     */
    record Names(String secret, String certificateKey, String privateKeyKey, String configMap, boolean mustExist) {}

    /**
     * Idempotent; safe when two run at once.
     *
     * @return what was done, for the log
     * @throws SetupFailure with the reason
     */
    String ensure(Names names) {
        Optional<JsonNode> found = cluster.get("secrets", names.secret());
        if (found.isEmpty() && names.mustExist()) {
            throw new SetupFailure("ca.existingSecret names " + names.secret()
                    + ", and there is no such Secret: create it with " + names.certificateKey() + " and "
                    + names.privateKeyKey() + ", or leave ca.existingSecret empty");
        }
        boolean made = false;
        if (found.isEmpty()) {
            made = make(names);
        }
        JsonNode secret = found.or(() -> cluster.get("secrets", names.secret()))
                .orElseThrow(() -> new SetupFailure("Secret " + names.secret() + " vanished while it was being used"));
        CertificateAuthority authority = open(names, secret);
        boolean written = trust(names, authority);
        return (made ? "made a CA in Secret " : "the CA is in Secret ")
                + names.secret()
                + (written ? "; wrote ConfigMap " : "; nothing to change in ConfigMap ")
                + names.configMap();
    }

    private boolean make(Names names) {
        Path directory = work.resolve("made");
        CertificateAuthority.open(directory, Clock.systemUTC());
        ObjectNode secret = Cluster.object("Secret", names.secret());
        boolean tls = names.certificateKey().equals("tls.crt")
                && names.privateKeyKey().equals("tls.key");
        secret.put("type", tls ? "kubernetes.io/tls" : "Opaque");
        secret.putObject("data")
                .put(names.certificateKey(), base64(directory.resolve("ca.pem")))
                .put(names.privateKeyKey(), base64(directory.resolve("ca-key.pem")));
        return cluster.create("secrets", secret);
    }

    private CertificateAuthority open(Names names, JsonNode secret) {
        try {
            Path directory = Files.createDirectories(work.resolve("used"));
            Files.write(directory.resolve("ca.pem"), value(names, secret, names.certificateKey()));
            Files.write(directory.resolve("ca-key.pem"), value(names, secret, names.privateKeyKey()));
            return CertificateAuthority.open(directory, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new SetupFailure(
                    "Secret " + names.secret()
                            + " holds no usable CA: needed are a certificate and its EC key as PKCS#8, both PEM ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private static byte[] value(Names names, JsonNode secret, String key) {
        JsonNode value = secret.path("data").path(key);
        if (!value.isTextual()) {
            throw new SetupFailure("Secret " + names.secret() + " has no key " + key
                    + ": ca.certificateKey and ca.keyKey say under which keys the CA is");
        }
        return Base64.getDecoder().decode(value.asText());
    }

    private boolean trust(Names names, CertificateAuthority authority) {
        Path directory = work.resolve("trust");
        TrustFiles.write(authority, directory);
        ObjectNode map = Cluster.object("ConfigMap", names.configMap());
        map.putObject("data")
                .put("ca.pem", text(directory.resolve("ca.pem")))
                .put("ca-bundle.pem", text(directory.resolve("ca-bundle.pem")));
        map.putObject("binaryData").put("truststore.p12", base64(directory.resolve("truststore.p12")));
        if (cluster.create("configmaps", map)) {
            return true;
        }
        JsonNode there = cluster.get("configmaps", names.configMap())
                .orElseThrow(
                        () -> new SetupFailure("ConfigMap " + names.configMap() + " vanished while it was being used"));
        // the trust store is salted anew each time; the two others say whether anything changed
        if (there.path("data").equals(map.path("data"))
                && there.path("binaryData").has("truststore.p12")) {
            return false;
        }
        cluster.replace("configmaps", map);
        return true;
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.US_ASCII);
    }

    private static String base64(Path file) {
        return Base64.getEncoder().encodeToString(bytes(file));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
