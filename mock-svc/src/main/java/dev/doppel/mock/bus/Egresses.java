package dev.doppel.mock.bus;

import dev.doppel.mock.config.MockConfig;
import dev.doppel.mock.egress.AddressRules;
import dev.doppel.mock.egress.DirectEgress;
import dev.doppel.mock.egress.Egress;
import dev.doppel.mock.egress.SocketEgress;
import dev.doppel.mock.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The way out that the settings ask for. */
final class Egresses {
    private Egresses() {}

    static Egress of(MockConfig config, Transport transport, Executor resolver) {
        Set<String> exceptions = new HashSet<>();
        config.egressAllow()
                .orElse(List.of())
                .forEach(entry -> exceptions.add(entry.strip().toLowerCase(Locale.ROOT)));
        if (config.egressSocket().isPresent() && !config.egressSocket().get().isBlank()) {
            return new SocketEgress(transport, config.egressSocket().get());
        }
        return new DirectEgress(
                transport, resolver, new AddressRules(config.egressDeny().orElse(List.of())), exceptions);
    }

    /** Roots for the outside, or null for the JDK's. */
    static @Nullable TrustManagerFactory roots(MockConfig config) {
        if (config.egressRoots().isEmpty()) {
            return null;
        }
        Path file = config.egressRoots().get();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("root" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("doppel.mock.egress-roots: cannot read certificates from " + file, e);
        }
    }
}
