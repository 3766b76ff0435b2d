package dev.doppel.mock.ca;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One handshake in memory, so that the first real caller does not pay for loading and linking all of TLS: its own time-out may be short.
 * Stateless.
 */
final class WarmUp {
    private static final int MOST_ROUNDS = 100;
    private static final int BUFFER_BYTES = 64 * 1024;

    private WarmUp() {}

    /** Runs a client against the server's context until both have finished. */
    static void handshake(SslContext server) throws SSLException, GeneralSecurityException {
        SSLEngine there = server.newEngine(ByteBufAllocator.DEFAULT);
        SSLContext clientContext = SSLContext.getInstance("TLS");
        clientContext.init(null, new TrustManager[] {new TrustsItself()}, null);
        SSLEngine here = clientContext.createSSLEngine("warm-up.invalid", 443);
        here.setUseClientMode(true);
        ByteBuffer toThere = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer toHere = ByteBuffer.allocate(BUFFER_BYTES);
        for (int round = 0; round < MOST_ROUNDS && (inHandshake(here) || inHandshake(there) || round == 0); round++) {
            move(here, toThere, toHere);
            move(there, toHere, toThere);
        }
    }

    private static boolean inHandshake(SSLEngine engine) {
        return engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void move(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        engine.wrap(ByteBuffer.allocate(0), out);
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(BUFFER_BYTES));
        in.compact();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Only for the two engines of this class, which never leave memory. */
    private static final class TrustsItself implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
