package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Wire;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, trust files and failed handshakes. */
class TlsTest {
    private final Plane plane =
            Plane.start().caller("shop", 1).outside(443).mock(Mocks.of("*", "*").body("mock"));

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void D002_theLeafNamesTheHostAndIsBackdated() throws Exception {
        plane.apply();
        try (Wire wire = Wire.tls(plane.address(1), plane.outsideAt(443), "API.Stripe.com", plane)) {
            assertThat(wire.get("api.stripe.com", "/").response().text()).isEqualTo("mock");
            X509Certificate leaf =
                    (X509Certificate) ((SSLSocket) wire.socket()).getSession().getPeerCertificates()[0];
            assertThat(leaf.getSubjectAlternativeNames())
                    .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("api.stripe.com"));
            assertThat(leaf.getNotBefore().toInstant()).isBefore(Instant.now().minus(Duration.ofMinutes(59)));
            assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
            leaf.verify(plane.authority().certificate().getPublicKey());
        }
    }

    @Test
    void withoutSniTheAddressIsCertified() throws Exception {
        plane.apply();
        try (Wire wire = Wire.tls(plane.address(1), plane.outsideAt(443), null, plane)) {
            assertThat(wire.get("whatever", "/").response().text()).isEqualTo("mock");
        }
    }

    @Test
    void bothTlsVersionsWork() throws Exception {
        plane.apply();
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(plane.trust().resolve("truststore.p12"))) {
                store.load(in, "changeit".toCharArray());
            }
            var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            context.init(null, trust.getTrustManagers(), null);
            Socket plain = new Socket();
            plain.bind(new InetSocketAddress(plane.address(1), 0));
            plain.connect(plane.outsideAt(443));
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, "x.example", 443, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {version});
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
    }

    @Test
    void aCallerThatDoesNotTrustIsReportedWithItemAndHost() throws Exception {
        plane.apply();
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(plane.address(1), 0));
        plain.connect(plane.outsideAt(443));
        try (SSLSocket socket = (SSLSocket)
                SSLContext.getDefault().getSocketFactory().createSocket(plain, "api.pinned.example", 443, true)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(javax.net.ssl.SSLException.class);
        }
        Diagnostic diagnostic = plane.diagnostic(Diagnostic.Kind.HANDSHAKE_FAILED);
        assertThat(diagnostic.item()).isEqualTo("shop");
        assertThat(diagnostic.host()).isEqualTo("api.pinned.example");
    }

    @Test
    void aCallerThatHangsUpInTheHandshakeIsReported() throws Exception {
        plane.apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(443))) {
            wire.send(new byte[] {0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5});
        }
        assertThat(plane.diagnostic(Diagnostic.Kind.HANDSHAKE_FAILED).item()).isEqualTo("shop");
    }

    @Test
    void theCaIsKeptAndItsKeyStaysPrivate(@TempDir Path directory) throws Exception {
        CertificateAuthority made = CertificateAuthority.open(directory, Clock.systemUTC());
        CertificateAuthority read = CertificateAuthority.open(directory, Clock.systemUTC());
        assertThat(read.certificate()).isEqualTo(made.certificate());
        read.issue(java.util.List.of("a.example"), java.util.List.of("127.0.0.1", "::1"))
                .certificate()
                .verify(made.certificate().getPublicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ca-key.pem"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(plane.trust())) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.pem", "ca-bundle.pem", "truststore.p12");
        }
        try (InputStream in = Files.newInputStream(plane.trust().resolve("ca-bundle.pem"))) {
            assertThat(CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .size())
                    .isGreaterThan(50);
        }
    }
}
