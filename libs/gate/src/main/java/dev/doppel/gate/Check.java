package dev.doppel.gate;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that must be true before an item may start. Immutable; each look opens and closes its own socket. */
sealed interface Check {
    /** Longest time for an answer that is expected. */
    Duration ANSWER = Duration.ofSeconds(3);

    /** Why it is not true now, or null when it is. */
    @Nullable
    String look();

    /** A name leads to an address. */
    record Name(String name, String address) implements Check {
        @Override
        public @Nullable String look() {
            try {
                String found = InetAddress.getByName(name).getHostAddress();
                return found.equals(address)
                        ? null
                        : "names: '" + name + "' leads to " + found + " and not to " + address
                                + ": this pod does not ask dns-svc (dnsPolicy, or a name server of the node)";
            } catch (UnknownHostException e) {
                return "names: '" + name + "' cannot be resolved: dns-svc does not answer this pod";
            }
        }
    }

    /** mock-svc serves the outside address, and knows whose calls come from here. */
    record Known(InetSocketAddress outside, String item) implements Check {
        @Override
        public @Nullable String look() {
            String what = "interception: " + text(outside) + " ";
            try (Socket socket = connected(outside, ANSWER)) {
                socket.setSoTimeout((int) ANSWER.toMillis());
                socket.getOutputStream()
                        .write(("GET /peer HTTP/1.1\r\nHost: gate.doppel.invalid\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(read(socket), StandardCharsets.UTF_8);
                int at = answer.indexOf("\r\n\r\n");
                if (at < 0) {
                    return what + "closed the connection: mock-svc does not know the address of this pod, "
                            + socket.getLocalAddress().getHostAddress();
                }
                String found = answer.substring(at + 4).strip();
                return found.equals(item) ? null : what + "takes this pod for '" + found + "', not for '" + item + "'";
            } catch (IOException e) {
                return what + "does not answer: " + e.getMessage();
            }
        }
    }

    /** A connection that the policies must deny. */
    record Denied(InetSocketAddress target, Duration patience) implements Check {
        @Override
        public @Nullable String look() {
            try (Socket socket = connected(target, patience)) {
                return "policy: a connection from " + socket.getLocalAddress().getHostAddress() + " to " + text(target)
                        + " is possible, although NetworkPolicy 'deny' denies it: this cluster does not enforce"
                        + " egress policies; Doppel needs a network plugin that does";
            } catch (IOException denied) {
                return null;
            }
        }
    }

    /** A connection that must be possible. */
    record Open(InetSocketAddress target) implements Check {
        @Override
        public @Nullable String look() {
            try (Socket socket = connected(target, ANSWER)) {
                return socket.isConnected() ? null : "policy: no connection";
            } catch (IOException e) {
                return "policy: a connection to " + text(target)
                        + " that NetworkPolicy 'control' allows is not possible: " + e.getMessage();
            }
        }
    }

    /** The other side, which answers with the address that it sees, must see this pod's own. */
    record Mine(InetSocketAddress target) implements Check {
        @Override
        public @Nullable String look() {
            try (Socket socket = connected(target, ANSWER)) {
                socket.setSoTimeout((int) ANSWER.toMillis());
                String seen = new String(read(socket), StandardCharsets.US_ASCII).strip();
                String own = socket.getLocalAddress().getHostAddress();
                return seen.equals(own)
                        ? null
                        : "addresses: a call from this pod, " + own + ", arrives through a Service as coming from '"
                                + seen
                                + "': the cluster rewrites the addresses of peers (masquerading), so that nobody could"
                                + " tell which item calls";
            } catch (IOException e) {
                return "addresses: no answer from " + text(target) + ": " + e.getMessage();
            }
        }
    }

    private static Socket connected(InetSocketAddress target, Duration wait) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(target, (int) wait.toMillis());
            return socket;
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new IOException("no answer within " + wait.toMillis() + " ms", e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return in.readNBytes(64 * 1024);
    }

    private static String text(InetSocketAddress target) {
        return target.getAddress().getHostAddress() + ":" + target.getPort();
    }
}
