package dev.doppel.charts.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps of one namespace over the API server's REST interface. Blocks; not thread-safe. */
public final class Cluster implements AutoCloseable {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI server;
    private final String namespace;
    private final String token;
    private final HttpClient http;

    Cluster(URI server, String namespace, String token, HttpClient http) {
        this.server = server;
        this.namespace = namespace;
        this.token = token;
        this.http = http;
    }

    /**
     * As the pod's service account.
     *
     * @throws SetupFailure when this is no pod, or one without a token
     */
    static Cluster ofPod(@Nullable String namespace) {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (namespace == null || host == null || port == null) {
            throw new SetupFailure(
                    "DOPPEL_SETUP_NAMESPACE, KUBERNETES_SERVICE_HOST or KUBERNETES_SERVICE_PORT is missing:"
                            + " this runs as a job of the chart, in a pod");
        }
        try {
            String token = Files.readString(ACCOUNT.resolve("token")).strip();
            String shown = host.contains(":") ? "[" + host + "]" : host;
            return new Cluster(
                    URI.create("https://" + shown + ":" + port),
                    namespace,
                    token,
                    HttpClient.newBuilder()
                            .connectTimeout(LIMIT)
                            .sslContext(trusting(ACCOUNT.resolve("ca.crt")))
                            .build());
        } catch (IOException | GeneralSecurityException e) {
            throw new SetupFailure("cannot use the pod's service account at " + ACCOUNT + ": " + e, e);
        }
    }

    private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("server-" + number++, one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A fresh object of that kind and name, with nothing in it. */
    static ObjectNode object(String kind, String name) {
        ObjectNode object = JSON.createObjectNode();
        object.put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put("app.kubernetes.io/part-of", "doppel")
                .put("app.kubernetes.io/component", "setup");
        return object;
    }

    /** @param plural {@code secrets} or {@code configmaps} */
    Optional<JsonNode> get(String plural, String name) {
        HttpResponse<byte[]> response = send("GET", plural, "/" + name, null);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(read(response, 200, "read", plural, name));
    }

    /** @return false when there was one already */
    boolean create(String plural, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        HttpResponse<byte[]> response = send("POST", plural, "", object);
        if (response.statusCode() == 409) {
            return false;
        }
        read(response, 201, "create", plural, name);
        return true;
    }

    /** Replaces what is there, whatever its version. */
    void replace(String plural, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        read(send("PUT", plural, "/" + name, object), 200, "replace", plural, name);
    }

    private JsonNode read(HttpResponse<byte[]> response, int wanted, String verb, String plural, String name) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (IOException e) {
            body = JSON.createObjectNode();
        }
        if (response.statusCode() != wanted) {
            throw new SetupFailure("the API server answered " + response.statusCode() + " when asked to " + verb + " "
                    + plural + "/" + name + " in " + namespace + ": "
                    + body.path("message").asText("no reason given")
                    + (response.statusCode() == 403
                            ? ". The job's Role must allow it: docs/rbac.md lists what it needs"
                            : ""));
        }
        return body;
    }

    private HttpResponse<byte[]> send(String method, String plural, String path, @Nullable JsonNode body) {
        URI uri = server.resolve("/api/v1/namespaces/" + namespace + "/" + plural + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new SetupFailure("the API server at " + server + " cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupFailure("interrupted while waiting for the API server", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
