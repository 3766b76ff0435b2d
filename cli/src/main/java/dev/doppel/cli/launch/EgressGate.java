package dev.doppel.cli.launch;

import dev.doppel.embedded.relay.Relay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * The only way out of the platform's namespaces: a Unix socket that takes {@code CONNECT host:port}, resolves the name once, refuses
 * addresses that are not public, connects to the address it checked, and relays bytes. Answers {@code OK} or {@code ERR reason}.
 */
final class EgressGate {
    private static final int MAX_LINE = 300;
    private static final int CONNECT_MILLIS = 10_000;

    private EgressGate() {}

    /**
     * @param allow {@code host:port} pairs that may be reached although they are not public; for tests and proxies of the installation
     */
    static Relay open(Path socket, Set<String> allow) throws IOException {
        return Relay.listen(UnixDomainSocketAddress.of(socket), accepted -> dial(accepted, allow));
    }

    private static SocketChannel dial(SocketChannel accepted, Set<String> allow) throws IOException {
        String line = readLine(accepted);
        try {
            SocketChannel far = connect(line, allow);
            write(accepted, "OK\n");
            return far;
        } catch (IOException e) {
            write(accepted, "ERR " + String.valueOf(e.getMessage()).replace('\n', ' ') + "\n");
            throw e;
        }
    }

    private static SocketChannel connect(String line, Set<String> allow) throws IOException {
        int colon = line.lastIndexOf(':');
        if (!line.startsWith("CONNECT ") || colon < 9) {
            throw new IOException("not understood");
        }
        String host = line.substring(8, colon);
        int port;
        try {
            port = Integer.parseInt(line.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IOException("no port in " + line);
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("the name " + host + " does not resolve");
        }
        if (!isPublic(address) && !allow.contains(host + ":" + port)) {
            throw new IOException(
                    host + " is " + address.getHostAddress() + ", which is not a public address: refused");
        }
        SocketChannel far = SocketChannel.open();
        try {
            far.socket().connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return far;
        } catch (IOException e) {
            far.close();
            throw new IOException("cannot connect to " + host + ":" + port + ": " + e.getMessage());
        }
    }

    /** Refuses loopback, private, link-local, shared, multicast, documentation and reserved ranges in both families. */
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        return switch (address) {
            case Inet4Address v4 -> isPublic4(b);
            case Inet6Address v6 -> isPublic6(b);
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        boolean documentation = first == 192 && second == 0
                || first == 198 && second == 51 && (b[2] & 0xff) == 100
                || first == 203 && second == 0 && (b[2] & 0xff) == 113;
        return first != 0 && first < 240 && !shared && !benchmark && !documentation;
    }

    private static boolean isPublic6(byte[] b) {
        boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
        boolean documentation = b[0] == 0x20 && b[1] == 0x01 && (b[2] & 0xff) == 0x0d && (b[3] & 0xff) == 0xb8;
        boolean embedded4 = b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] == 0
                || b[0] == 0 && (b[1] & 0xff) == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b
                || b[0] == 0x20 && b[1] == 0x02;
        return !uniqueLocal && !documentation && !embedded4;
    }

    private static String readLine(SocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (line.size() < MAX_LINE) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new IOException("closed");
            }
            if (one.get(0) == '\n') {
                return line.toString(StandardCharsets.UTF_8).strip();
            }
            line.write(one.get(0));
        }
        throw new IOException("line too long");
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
