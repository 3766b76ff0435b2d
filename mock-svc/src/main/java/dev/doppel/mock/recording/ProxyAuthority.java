package dev.doppel.mock.recording;

import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.Leaves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The authority whose certificates let a proxy look into HTTPS: that of the twin's data folder, which its own HTTPS port uses too. It is not
 * made before somebody asks for it. Thread-safe.
 */
final class ProxyAuthority {
    private final Path folder;
    private final Executor threads;
    private @Nullable CertificateAuthority authority;
    private @Nullable Leaves leaves;
    private boolean seen;

    /** @param threads run the signing */
    ProxyAuthority(Path folder, Executor threads) {
        this.folder = folder;
        this.threads = threads;
    }

    synchronized boolean made() {
        return authority != null
                || Files.exists(folder.resolve("ca.pem")) && Files.exists(folder.resolve("ca-key.pem"));
    }

    /** Reads it, or makes it. */
    synchronized CertificateAuthority open() {
        CertificateAuthority opened = authority;
        if (opened == null) {
            try {
                opened = CertificateAuthority.open(folder, Clock.systemUTC());
            } catch (IllegalStateException e) {
                throw Refused.broken(String.valueOf(e.getMessage()));
            }
            authority = opened;
        }
        return opened;
    }

    /** Certificates of it. */
    synchronized Leaves leaves() {
        Leaves known = leaves;
        if (known == null) {
            known = new Leaves(open(), threads);
            leaves = known;
        }
        return known;
    }

    Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        boolean made = made();
        out.put("generated", made);
        if (made) {
            CertificateAuthority opened = open();
            out.put("path", folder.resolve("ca.pem").toString());
            out.put("subject", opened.certificate().getSubjectX500Principal().getName());
            out.put("notAfter", opened.certificate().getNotAfter().toInstant().toString());
            out.put("fingerprint", fingerprint(opened));
        }
        return out;
    }

    private static String fingerprint(CertificateAuthority authority) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(authority.certificate().getEncoded());
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
