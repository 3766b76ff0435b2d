package dev.doppel.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The platform's side, in a network namespace of its own: name server, outside address, canary; and the pod in which the gate runs as an
 * ordinary user on a read-only root. Arguments: directory, class path, scenario, gate arguments.
 *
 * <pre>
 * 10.99.0.53  names        10.99.0.9  canary (only where policies are not enforced: what is enforced swallows packets)
 * 10.99.0.80  outside      10.99.1.5  the pod
 * </pre>
 */
public final class PlatformMain {
    private static final String OUTSIDE = "10.99.0.80";

    private PlatformMain() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        List<String> flaws = List.of(args[2].split(","));
        run("ip", "link", "set", "lo", "up");
        run("ip", "link", "add", "pod", "type", "veth", "peer", "name", "eth0");
        for (String address : List.of("10.99.0.53", OUTSIDE, "10.99.0.1")) {
            run("ip", "addr", "add", address + "/16", "dev", "pod");
        }
        run("ip", "link", "set", "pod", "up");
        if (flaws.contains("policy")) {
            run("ip", "addr", "add", "10.99.0.9/16", "dev", "pod");
        }
        if (flaws.contains("policy-late")) {
            run("ip", "addr", "add", "10.99.0.9/16", "dev", "pod");
            Thread.ofVirtual().start(() -> later("ip", "addr", "del", "10.99.0.9/16", "dev", "pod"));
        }
        canary(flaws.contains("masquerade"));
        if (!flaws.contains("names")) {
            names(flaws.contains("node-names") ? "10.99.0.1" : OUTSIDE);
        }
        outside(flaws);
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 10.99.0.53\noptions ndots:1\n");
        Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        System.exit(pod(directory, args));
    }

    private static int pod(Path directory, String[] args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("unshare", "-nm", "sh", directory.resolve("pod.sh").toString()));
        command.add(directory.toString());
        command.addAll(List.of("unshare", "--user", "--map-user=65532", "--map-group=65532"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx24m", "-cp", args[1]));
        command.add(Gate.class.getName());
        command.addAll(Arrays.asList(args).subList(3, args.length));
        Process pod = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(pod.getInputStream(), StandardCharsets.UTF_8));
        String pid = out.readLine().substring("ready ".length());
        run("ip", "link", "set", "eth0", "netns", pid);
        long began = System.nanoTime();
        OutputStream in = pod.getOutputStream();
        in.write('\n');
        in.flush();
        out.lines().forEach(System.out::println);
        int code = pod.waitFor();
        System.out.println("gate took " + (System.nanoTime() - began) / 1_000_000 + " ms");
        return code;
    }

    private static void later(String... command) {
        try {
            TimeUnit.MILLISECONDS.sleep(1500);
            run(command);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers every A query with one address and all else with nothing. */
    private static void names(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("10.99.0.53"), 53));
        Thread.ofPlatform().daemon().start(() -> {
            byte[] bytes = new byte[512];
            while (true) {
                try {
                    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                    socket.receive(packet);
                    byte[] answer = answer(Arrays.copyOf(bytes, packet.getLength()), address);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static byte[] answer(byte[] query, String address) throws IOException {
        int end = 12;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        boolean a = query[end + 2] == 1;
        byte[] answer = Arrays.copyOf(query, end + 5 + (a ? 16 : 0));
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        Arrays.fill(answer, 6, 12, (byte) 0);
        if (a) {
            answer[7] = 1;
            byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4};
            System.arraycopy(record, 0, answer, end + 5, 12);
            System.arraycopy(InetAddress.ofLiteral(address).getAddress(), 0, answer, end + 17, 4);
        }
        return answer;
    }

    private static void outside(List<String> flaws) throws IOException {
        if (flaws.contains("outside")) {
            return;
        }
        long from = System.nanoTime();
        serve(OUTSIDE, 80, socket -> {
            String peer = socket.getInetAddress().getHostAddress();
            // a pod that mock-svc learns of only later, or never
            boolean known = peer.equals("10.99.1.5")
                    && !flaws.contains("peer")
                    && !(flaws.contains("peer-late") && System.nanoTime() - from < TimeUnit.SECONDS.toNanos(2));
            if (known) {
                socket.getInputStream().read(new byte[4096]);
                String item = flaws.contains("other-item") ? "billing" : "payments";
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\ncontent-length: " + (item.length() + 1) + "\r\n\r\n" + item + "\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    private static void canary(boolean masquerade) throws IOException {
        serve(
                "0.0.0.0",
                8090,
                socket -> socket.getOutputStream()
                        .write((masquerade
                                        ? "10.99.0.1\n"
                                        : socket.getInetAddress().getHostAddress() + "\n")
                                .getBytes(StandardCharsets.US_ASCII)));
    }

    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    private static void serve(String address, int port, Conversation conversation) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try (Socket socket = server.accept()) {
                    conversation.with(socket);
                } catch (IOException e) {
                    // the next one
                }
            }
        });
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
