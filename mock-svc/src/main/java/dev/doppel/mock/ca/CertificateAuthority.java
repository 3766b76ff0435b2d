package dev.doppel.mock.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The installation's CA: EC P-256, read from {@code ca.pem} and {@code ca-key.pem} or made where they are missing (definition spec 3.4).
 * Its private key never leaves this object and its file. Thread-safe.
 */
public final class CertificateAuthority {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration LEAF_LIFE = Duration.ofDays(30);
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final KeyPair leafKeys;
    private final Clock clock;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, Clock clock)
            throws GeneralSecurityException {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.leafKeys = newKeys();
    }

    /** A certificate with its chain and key. */
    public record Leaf(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {}

    /**
     * Reads the CA of a directory, or makes one there; of several replicas that start at once on one machine, and of several threads, one
     * makes it. Thread-safe.
     *
     * @throws IllegalStateException when the files cannot be read or do not fit each other
     */
    public static synchronized CertificateAuthority open(Path directory, Clock clock) {
        Path certificateFile = directory.resolve("ca.pem");
        Path keyFile = directory.resolve("ca-key.pem");
        try {
            if (Files.exists(certificateFile) && Files.exists(keyFile)) {
                return read(certificateFile, keyFile, clock);
            }
            Files.createDirectories(directory);
            try (FileChannel file = FileChannel.open(
                            directory.resolve("ca.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                return lock.isValid() && Files.exists(certificateFile) && Files.exists(keyFile)
                        ? read(certificateFile, keyFile, clock)
                        : write(make(clock), certificateFile, keyFile);
            }
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "cannot read or make the certificate authority in " + directory
                            + ": give it a ca.pem and ca-key.pem (PKCS#8, EC) or a writable empty directory ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** The certificate comes last and at once: whoever sees it sees all. */
    private static CertificateAuthority write(CertificateAuthority made, Path certificateFile, Path keyFile)
            throws IOException {
        Files.deleteIfExists(keyFile);
        Files.createFile(keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keyFile, pem("PRIVATE KEY", made.key.getEncoded()));
        Path next = certificateFile.resolveSibling("ca.pem.new");
        Files.writeString(next, made.pem());
        Files.move(next, certificateFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return made;
    }

    private static CertificateAuthority read(Path certificateFile, Path keyFile, Clock clock)
            throws IOException, GeneralSecurityException {
        X509Certificate certificate;
        try (var in = Files.newInputStream(certificateFile)) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        String text = Files.readString(keyFile)
                .replaceAll("-----(BEGIN|END)[A-Z ]*-----", "")
                .replaceAll("\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
        return new CertificateAuthority(certificate, key, clock);
    }

    private static CertificateAuthority make(Clock clock)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair keys = newKeys();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Doppel")
                .addRDN(BCStyle.CN, "Doppel test CA " + Long.toHexString(RANDOM.nextLong()))
                .build();
        Instant now = clock.instant();
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), Date.from(now.minus(BACKDATED)), Date.from(now.plus(CA_LIFE)), name, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        return new CertificateAuthority(certificate, keys.getPrivate(), clock);
    }

    /**
     * Makes a certificate for names and addresses; takes about a millisecond.
     *
     * @param dnsNames names, the first is shown as subject when it fits
     * @param addresses IP literals
     */
    public Leaf issue(List<String> dnsNames, List<String> addresses) {
        try {
            Instant now = clock.instant();
            GeneralName[] names = new GeneralName[dnsNames.size() + addresses.size()];
            int at = 0;
            for (String name : dnsNames) {
                names[at++] = new GeneralName(GeneralName.dNSName, name);
            }
            for (String address : addresses) {
                names[at++] = new GeneralName(GeneralName.iPAddress, address);
            }
            String shown = dnsNames.isEmpty() ? addresses.getFirst() : dnsNames.getFirst();
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, shown.length() > 64 ? "Doppel leaf" : shown)
                    .build();
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                    serial(),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(LEAF_LIFE)),
                    subject,
                    leafKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .addExtension(
                            Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(certificate));
            X509Certificate leaf = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
            return new Leaf(leafKeys.getPrivate(), leaf, certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a certificate for " + dnsNames + addresses, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CA's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The CA's certificate as PEM. */
    public String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static BigInteger serial() {
        return new BigInteger(120, RANDOM).add(BigInteger.ONE);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }
}
