package dev.doppel.charts.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    private static final Authority.Names NAMES =
            new Authority.Names("doppel-ca", "tls.crt", "tls.key", "doppel-trust", false);
    private static final Authority.Names GIVEN =
            new Authority.Names("company-ca", "ca.crt", "ca.key", "doppel-trust", true);

    @TempDir
    Path directory;

    private FakeApi api;
    private int works;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String ensure(Authority.Names names) {
        try (Cluster cluster = api.cluster()) {
            return new Authority(cluster, Files.createDirectory(directory.resolve("work" + works++))).ensure(names);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] decoded(JsonNode object, String part, String key) {
        return Base64.getDecoder().decode(object.path(part).path(key).asText());
    }

    @Test
    void makesTheAuthorityAndWhatTrustsIt() throws Exception {
        assertThat(ensure(NAMES)).isEqualTo("made a CA in Secret doppel-ca; wrote ConfigMap doppel-trust");

        JsonNode secret = api.objects.get("secrets/doppel-ca");
        assertThat(secret.path("type").asText()).isEqualTo("kubernetes.io/tls");
        X509Certificate ca = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(decoded(secret, "data", "tls.crt")));
        assertThat(ca.getBasicConstraints()).isNotNegative();
        assertThat(new String(decoded(secret, "data", "tls.key"), StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN PRIVATE KEY-----");

        JsonNode trust = api.objects.get("configmaps/doppel-trust");
        assertThat(trust.toString()).doesNotContain("PRIVATE KEY").hasSizeLessThan(1_000_000);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(decoded(trust, "binaryData", "truststore.p12")), "changeit".toCharArray());
        assertThat(store.getCertificate("doppel")).isEqualTo(ca);
        assertThat(trust.path("data").path("ca-bundle.pem").asText())
                .contains(trust.path("data").path("ca.pem").asText());
    }

    @Test
    void aSecondTimeChangesNothing() {
        ensure(NAMES);
        JsonNode secret = api.objects.get("secrets/doppel-ca");
        JsonNode trust = api.objects.get("configmaps/doppel-trust");
        assertThat(ensure(NAMES))
                .isEqualTo("the CA is in Secret doppel-ca; nothing to change in ConfigMap doppel-trust");
        assertThat(api.objects.get("secrets/doppel-ca")).isSameAs(secret);
        assertThat(api.objects.get("configmaps/doppel-trust")).isSameAs(trust);
    }

    @Test
    void anotherJobThatWasFasterWins() {
        ensure(NAMES);
        JsonNode first = api.objects.remove("secrets/doppel-ca");
        // what two jobs at once see: not there when asked, there when made
        api.objects.put("secrets/doppel-ca", first);
        try (Cluster cluster = api.cluster()) {
            assertThat(cluster.create("secrets", Cluster.object("Secret", "doppel-ca")))
                    .isFalse();
        }
        assertThat(api.objects.get("secrets/doppel-ca")).isSameAs(first);
    }

    @Test
    void takesAGivenAuthorityUnderItsOwnKeys() {
        ensure(NAMES);
        JsonNode made = api.objects.get("secrets/doppel-ca");
        api.objects.put(
                "secrets/company-ca",
                new ObjectMapper()
                        .valueToTree(Map.of(
                                "data",
                                Map.of(
                                        "ca.crt",
                                                made.path("data")
                                                        .path("tls.crt")
                                                        .asText(),
                                        "ca.key",
                                                made.path("data")
                                                        .path("tls.key")
                                                        .asText()))));
        api.calls.clear();
        assertThat(ensure(GIVEN)).startsWith("the CA is in Secret company-ca");
        assertThat(api.calls).noneMatch(call -> call.startsWith("POST secrets"));
    }

    @Test
    void replacesTrustFilesOfAnotherAuthority() {
        ensure(NAMES);
        JsonNode old = api.objects.get("configmaps/doppel-trust");
        api.objects.remove("secrets/doppel-ca");
        assertThat(ensure(NAMES)).endsWith("wrote ConfigMap doppel-trust");
        assertThat(api.objects.get("configmaps/doppel-trust").path("data").path("ca.pem"))
                .isNotEqualTo(old.path("data").path("ca.pem"));
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> ensure(GIVEN))
                .isInstanceOf(SetupFailure.class)
                .hasMessage(
                        "ca.existingSecret names company-ca, and there is no such Secret: create it with ca.crt and ca.key,"
                                + " or leave ca.existingSecret empty");
        api.objects.put("secrets/company-ca", new ObjectMapper().valueToTree(Map.of("data", Map.of("ca.crt", "eA=="))));
        assertThatThrownBy(() -> ensure(GIVEN)).hasMessageContaining("has no key ca.key");
        api.objects.put(
                "secrets/company-ca",
                new ObjectMapper().valueToTree(Map.of("data", Map.of("ca.crt", "eA==", "ca.key", "eA=="))));
        assertThatThrownBy(() -> ensure(GIVEN)).hasMessageContaining("holds no usable CA");
        api.forbidden.add("GET secrets");
        assertThatThrownBy(() -> ensure(NAMES))
                .hasMessageContaining("403")
                .hasMessageContaining("secrets is forbidden")
                .hasMessageContaining("docs/rbac.md");
    }

    @Test
    void randomSecretsAreMadeOnceWithEnoughInThem() {
        RandomSecrets.Wanted wanted = RandomSecrets.Wanted.parse("doppel-postgres/password/username=doppel");
        try (Cluster cluster = api.cluster()) {
            RandomSecrets secrets = new RandomSecrets(cluster);
            assertThat(secrets.ensure(wanted)).isEqualTo("made Secret doppel-postgres");
            JsonNode made = api.objects.get("secrets/doppel-postgres");
            assertThat(new String(decoded(made, "data", "password"), StandardCharsets.UTF_8))
                    .matches("[A-Za-z0-9_-]{40}");
            assertThat(new String(decoded(made, "data", "username"), StandardCharsets.UTF_8))
                    .isEqualTo("doppel");
            assertThat(secrets.ensure(wanted)).isEqualTo("there already: Secret doppel-postgres");
            assertThat(api.objects.get("secrets/doppel-postgres")).isSameAs(made);
        }
        for (String wrong : new String[] {"", "name", "name/", "/key", "name/key/other"}) {
            assertThatThrownBy(() -> RandomSecrets.Wanted.parse(wrong)).hasMessageContaining("SECRET/KEY");
        }
    }
}
