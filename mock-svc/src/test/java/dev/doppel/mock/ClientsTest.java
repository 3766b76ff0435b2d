package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D-105: what is installed here calls the real name over HTTPS and accepts the certificate by the trust files alone. */
class ClientsTest {
    private static final String HOST = "api.stripe.com";

    private final Plane plane = Plane.start()
            .caller("shop", 1)
            .outside(443)
            .mock(Mocks.of(HOST, "/v1/charges")
                    .method("POST")
                    .status(402)
                    .body("{\"error\":{\"code\":\"card_declined\"}}"));

    @TempDir
    private Path directory;

    private InetSocketAddress at;

    @BeforeEach
    void open() {
        plane.apply();
        at = plane.outsideAt(443);
    }

    @AfterEach
    void close() {
        plane.close();
    }

    private String url() {
        return "https://" + HOST + ":" + at.getPort() + "/v1/charges";
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.contains("CERT") || name.contains("CA_BUNDLE"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void installed(String program) {
        boolean found = false;
        for (String folder : String.valueOf(System.getenv("PATH")).split(":")) {
            found |= Files.isExecutable(Path.of(folder, program));
        }
        assumeTrue(found, program + " is not installed here");
    }

    private String trust(String file) {
        return plane.trust().resolve(file).toString();
    }

    private void assertDeclined(String output) {
        assertThat(output).contains("402").contains("card_declined");
        assertThat(plane.exchange().origin()).isEqualTo("shop");
        assertThat(plane.exchange().target()).isEqualTo(HOST);
        assertThat(plane.exchange().request().body().text()).isEqualTo("amount=1998");
    }

    @Test
    void D105_curlAcceptsTheCertificate() throws Exception {
        installed("curl");
        for (String version : new String[] {"--http1.1", "--http2"}) {
            assertDeclined(run(
                    Map.of("CURL_CA_BUNDLE", trust("ca-bundle.pem")),
                    "curl",
                    "-sS",
                    version,
                    "--interface",
                    plane.address(1),
                    "--resolve",
                    HOST + ":" + at.getPort() + ":" + at.getHostString(),
                    "-d",
                    "amount=1998",
                    "-w",
                    " %{http_code}",
                    url()));
        }
        plane.exchange(e -> e.request().httpVersion().equals("2"));
        assertThat(plane.exchanges()).extracting(e -> e.request().httpVersion()).containsExactly("1.1", "2");
    }

    @Test
    void D105_nodeAcceptsTheCertificate() throws Exception {
        installed("node");
        Path script = Files.writeString(directory.resolve("call.js"), """
                const https = require('https');
                const request = https.request('%s', {
                  method: 'POST', localAddress: '%s',
                  lookup: (host, options, done) => options.all
                    ? done(null, [{address: '%s', family: 4}]) : done(null, '%s', 4),
                }, answer => {
                  answer.on('data', data => console.log(answer.statusCode, String(data)));
                });
                request.on('error', error => console.log(error));
                request.setHeader('content-type', 'application/x-www-form-urlencoded');
                request.end('amount=1998');
                """.formatted(
                        url(), plane.address(1), at.getHostString(), at.getHostString()));
        assertDeclined(run(Map.of("NODE_EXTRA_CA_CERTS", trust("ca.pem")), "node", script.toString()));
    }

    @Test
    void D105_pythonAcceptsTheCertificate() throws Exception {
        installed("python3");
        Path script = Files.writeString(
                directory.resolve("call.py"), """
                import http.client, socket
                real = socket.create_connection
                def dial(address, timeout=None, source_address=None, **more):
                    return real(('%s', address[1]), timeout, ('%s', 0), **more)
                socket.create_connection = dial
                connection = http.client.HTTPSConnection('%s', %d, timeout=20)
                connection._create_connection = dial
                connection.request('POST', '/v1/charges', body='amount=1998')
                answer = connection.getresponse()
                print(answer.status, answer.read().decode())
                """.formatted(at.getHostString(), plane.address(1), HOST, at.getPort()));
        assertDeclined(run(Map.of("SSL_CERT_FILE", trust("ca-bundle.pem")), "python3", script.toString()));
    }

    @Test
    void D105_theJvmAcceptsTheCertificate() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), at.getHostString() + " " + HOST + "\n");
        Path source = Files.writeString(directory.resolve("Call.java"), """
                import java.net.*;
                import java.net.http.*;
                class Call {
                    public static void main(String[] args) throws Exception {
                        for (var version : HttpClient.Version.values()) {
                            if (version.ordinal() > 1) continue;
                            var client = HttpClient.newBuilder().version(version)
                                .localAddress(InetAddress.getByName("%s")).build();
                            var answer = client.send(HttpRequest.newBuilder(URI.create("%s"))
                                .POST(HttpRequest.BodyPublishers.ofString("amount=1998")).build(),
                                HttpResponse.BodyHandlers.ofString());
                            System.out.println(answer.version() + " " + answer.statusCode() + " " + answer.body());
                        }
                    }
                }
                """.formatted(plane.address(1), url()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-Djavax.net.ssl.trustStore=" + trust("truststore.p12"),
                "-Djavax.net.ssl.trustStorePassword=changeit",
                source.toString()));
        String output = run(Map.of(), command.toArray(String[]::new));
        assertThat(output).contains("HTTP_1_1 402").contains("HTTP_2 402");
        assertDeclined(output);
    }
}
