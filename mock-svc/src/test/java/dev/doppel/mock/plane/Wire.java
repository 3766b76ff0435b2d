package dev.doppel.mock.plane;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A caller made of a socket: sends bytes as they are, reads answers as they come. */
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.socket.setSoTimeout(20_000);
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static Wire accepted(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    /** Connects from one address to another. */
    public static Wire plain(String from, InetSocketAddress to) throws IOException {
        return new Wire(socket(from, to));
    }

    private static Socket socket(String from, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to, 5000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** The same inside TLS, trusting only the given CA, with SNI and host name check when {@code host} is a name. */
    public static Wire tls(String from, InetSocketAddress to, @Nullable String host, Plane plane) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", plane.authority().certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(socket(from, to), host == null ? to.getHostString() : host, to.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            if (host != null) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Wire(socket);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    public Socket socket() {
        return socket;
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    public Wire get(String host, String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    public Wire post(String host, String path, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        send("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                + bytes.length + "\r\n\r\n");
        return send(bytes);
    }

    /** An answer as read: header names lower case, several values joined by a line break. */
    public record Response(int status, Map<String, String> headers, byte[] body, Map<String, String> trailers) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed after: " + line);
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    public int read() throws IOException {
        return in.read();
    }

    public byte[] read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new IOException("closed after " + read.length + " of " + bytes + " bytes");
        }
        return read;
    }

    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    public Response head() throws IOException {
        String status = line();
        return new Response(Integer.parseInt(status.substring(9, 12)), headers(), new byte[0], Map.of());
    }

    Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + "\n" + b);
        }
        return headers;
    }

    public Response response() throws IOException {
        return response(false);
    }

    /** Reads one whole answer; {@code noBody} after HEAD. */
    public Response response(boolean noBody) throws IOException {
        Response head = head();
        Map<String, String> headers = head.headers();
        if (noBody || head.status() < 200 || head.status() == 204 || head.status() == 304) {
            return head;
        }
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(read(size));
                line();
            }
            return new Response(head.status(), headers, body.toByteArray(), headers());
        }
        String length = headers.get("content-length");
        return new Response(head.status(), headers, length == null ? rest() : read(Integer.parseInt(length)), Map.of());
    }

    public int chunkSize() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        return Integer.parseInt(semicolon < 0 ? line : line.substring(0, semicolon), 16);
    }

    /** True when the other side closes without another byte. */
    public boolean closedByPeer() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
