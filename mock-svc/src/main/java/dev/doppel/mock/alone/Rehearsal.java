package dev.doppel.mock.alone;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Calls that a twin makes to itself while an AOT cache is recorded, so that what first callers need is in it. */
final class Rehearsal {
    private static final int MOST = 12;
    private static final String BODY = "name=rehearsal&metadata[a]=1";

    private Rehearsal() {}

    static void run(StandingTwin twin) throws IOException {
        Set<String> targets = new TreeSet<>();
        twin.instance().catalog().mocks().values().stream()
                .filter(mock -> mock.target() != null)
                .limit(MOST)
                .forEach(mock -> targets.add(mock.method() + " " + mock.path().replaceAll("\\{[^}]*}", "rehearsal")));
        for (String target : targets) {
            call(twin.port(), target);
        }
        for (String target : Set.of("GET /mocks", "GET /status", "GET /ports", "GET /requests", "POST /reset")) {
            call(twin.adminPort(), target);
        }
    }

    private static void call(int port, String target) throws IOException {
        String body = target.startsWith("POST") ? BODY : "";
        String request = target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (body.isEmpty()
                        ? ""
                        : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                                + "\r\n")
                + "\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream out = socket.getOutputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().readAllBytes();
        }
    }
}
