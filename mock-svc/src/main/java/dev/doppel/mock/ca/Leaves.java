package dev.doppel.mock.ca;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts with a leaf certificate per host, minted on first use away from the event loop and kept (definition spec 3.4). Thread-safe.
 */
public final class Leaves {
    private static final int MOST = 4096;

    private final Supplier<CertificateAuthority> authority;
    private final Executor executor;
    private final ConcurrentHashMap<String, CompletableFuture<SslContext>> contexts = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<SslContext> fixed;

    /** @param executor runs the signing */
    public Leaves(CertificateAuthority authority, Executor executor) {
        this.authority = () -> authority;
        this.executor = executor;
    }

    /**
     * @param authority asked once, when the first certificate is needed
     * @param executor runs the signing
     */
    public Leaves(Supplier<CertificateAuthority> authority, Executor executor) {
        this.authority = once(authority);
        this.executor = executor;
    }

    /**
     * One certificate for every host, from files of the user's.
     *
     * @param chain PEM, the server's own certificate first
     * @param key its private key, PEM in PKCS#8 without a pass phrase
     * @throws IOException when they cannot be read or do not belong together, saying what would be right
     */
    public static Leaves given(Path chain, Path key) throws IOException {
        SslContext context;
        try {
            context = served(SslContextBuilder.forServer(chain.toFile(), key.toFile()));
        } catch (IllegalArgumentException | SSLException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "the certificate " + chain + " with the key " + key + " cannot be used: " + cause.getMessage()
                            + ". Both are PEM files, the key in PKCS#8 without a pass phrase"
                            + " (openssl pkcs8 -topk8 -nocrypt makes one of another)",
                    e);
        }
        Leaves leaves = new Leaves(
                () -> {
                    throw new IllegalStateException("there is no certificate authority beside given files");
                },
                Runnable::run);
        leaves.fixed = CompletableFuture.completedFuture(context);
        return leaves;
    }

    private static Supplier<CertificateAuthority> once(Supplier<CertificateAuthority> source) {
        return new Supplier<>() {
            private @Nullable CertificateAuthority known;

            @Override
            public synchronized CertificateAuthority get() {
                CertificateAuthority opened = known;
                if (opened == null) {
                    opened = source.get();
                    known = opened;
                }
                return opened;
            }
        };
    }

    /**
     * The context for one host.
     *
     * @param host the SNI name, or the fallback name for a caller that sent none
     * @param address the address that was called, for callers that went by address; null when a name was sent
     */
    public CompletableFuture<SslContext> context(String host, @Nullable String address) {
        if (fixed != null) {
            return fixed;
        }
        String name = host.toLowerCase(Locale.ROOT);
        String key = address == null ? name : name + " " + address;
        CompletableFuture<SslContext> known = contexts.get(key);
        if (known != null) {
            return known;
        }
        if (contexts.size() >= MOST) {
            contexts.clear();
        }
        CompletableFuture<SslContext> made =
                contexts.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(() -> make(name, address), executor));
        made.whenComplete((context, failure) -> {
            if (failure != null) {
                contexts.remove(key, made);
            }
        });
        return made;
    }

    /** Loads what a first handshake needs; what fails here fails again, and is reported, at the first caller. */
    public void warmUp() {
        executor.execute(() -> {
            try {
                WarmUp.handshake(make("warm-up.invalid", null));
            } catch (SSLException | GeneralSecurityException e) {
                throw new IllegalStateException("TLS does not work on this JVM", e);
            }
        });
    }

    private SslContext make(String name, @Nullable String address) {
        CertificateAuthority.Leaf leaf =
                authority.get().issue(List.of(name), address == null ? List.of() : List.of(address));
        try {
            return served(SslContextBuilder.forServer(leaf.key(), leaf.certificate(), leaf.issuer()));
        } catch (SSLException e) {
            throw new IllegalStateException("cannot make a TLS context for " + name, e);
        }
    }

    private static SslContext served(SslContextBuilder builder) throws SSLException {
        return builder.sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }
}
