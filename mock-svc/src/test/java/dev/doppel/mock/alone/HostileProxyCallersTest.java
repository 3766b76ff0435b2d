package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that a recording proxy must not believe: each is answered with an error, and leaves no file. */
class HostileProxyCallersTest {
    /** What is sent (CRLF for each |), and what the answer begins with and contains. */
    private static final String[][] CALLS = {
        {"GET /v1/books HTTP/1.1|Host: api.example.com||", "400", "curl -x"},
        {"GET / HTTP/1.1|Host: localhost:PORT||", "400", "/proxy/status"},
        {"GET http://localhost:PORT/x HTTP/1.1|Host: localhost||", "400", "not_a_proxy_request"},
        {"GET http://[::1]:PORT/x HTTP/1.1|Host: localhost||", "400", "not_a_proxy_request"},
        {"GET http://127.0.0.2:PORT/x HTTP/1.1|Host: localhost||", "502", "leads back to the proxy itself"},
        {"GET http:///x HTTP/1.1|Host: ||", "400", "error"},
        {"GET http://a%2f..%2fb/x HTTP/1.1|Host: a||", "400", "not a host name"},
        {"GET http://no-such-host.invalid/x HTTP/1.1|Host: a||", "502", "does not resolve"},
        {"GET http://../x HTTP/1.1|Host: a||", "502", "target_unreachable"},
        {"GET http://a:99999/x HTTP/1.1|Host: a||", "400", "0 to 65535"},
        {"GET ftp://a/x HTTP/1.1|Host: a||", "400", "error"},
        {"POST http://a/x HTTP/1.1|Host: a|Content-Length: 3|Transfer-Encoding: chunked||abc", "400", "error"},
        {"POST http://a/x HTTP/1.1|Host: a|Content-Length: 3|Content-Length: 4||abc", "400", "error"},
        {"GET http://a/x HTTP/1.1|Host: a|Host: b||", "400", "more than one Host"},
        {"GET http://a/x HTTP/1.1|A: LONG||", "431", "error"},
        {"CONNECT localhost HTTP/1.1|Host: localhost||", "400", "host and a port"},
        {"CONNECT localhost:0 HTTP/1.1|Host: localhost||", "400", "host and a port"},
        {"CONNECT localhost:70000 HTTP/1.1|Host: localhost||", "400", "host and a port"},
        {"CONNECT ../../etc:443 HTTP/1.1|Host: localhost||", "400", "host and a port"},
        {"CONNECT http://a:443/ HTTP/1.1|Host: localhost||", "400", "host and a port"},
        {"CONNECT localhost:PORT HTTP/1.1|Host: localhost||", "400", "leads back"},
        {"CONNECT 127.0.0.2:PORT HTTP/1.1|Host: localhost||", "502", "leads back"},
        {"CONNECT a:443 HTTP/1.1|Content-Length: 5||hello", "400", "no body"},
        {"CONNECT a:443 HTTP/1.1|Transfer-Encoding: chunked||0||", "400", "no body"},
        {"CONNECT localhost:1 HTTP/1.1|Host: localhost||", "502", "target_unreachable"},
        {"CONNECT a:443 HTTP/1.1|A: LONG||", "400", "invalid_connect"},
        {"CONNECT  HTTP/1.1||", "400", "invalid_connect"},
        {"\u0016\u0003\u0001\u0000\u0005hello", "", ""},
        {"CONN", "", ""},
    };

    @TempDir
    static Path folder;

    private static Standing standing;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        standing = Standing.of(folder, "version: \"1.0\"\n", "--auth=false", "--data=" + folder.resolve("data"));
        String started = standing.admin("POST", "/proxy/start", "{\"port\":0,\"ca\":false}")
                .body();
        port = Integer.parseInt(started.replaceFirst("(?s).*\"port\":([0-9]+).*", "$1"));
    }

    @AfterAll
    static void stop() {
        standing.close();
    }

    /** Reads until the answer is as wished, or the connection ends. */
    private static String call(String text, String wished) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            if (wished.isEmpty()) {
                socket.shutdownOutput();
            }
            byte[] some = new byte[8192];
            int read = 0;
            while (read >= 0 && (wished.isEmpty() || answer.indexOf(wished) < 0)) {
                read = socket.getInputStream().read(some);
                answer.append(new String(some, 0, Math.max(read, 0), StandardCharsets.UTF_8));
            }
        } catch (SocketException e) {
            return answer.toString(); // closed on us, in the middle of what we sent
        }
        return answer.toString();
    }

    private static String call(String[] row) throws IOException {
        return call(
                row[0].replace("|", "\r\n")
                        .replace("PORT", Integer.toString(port))
                        .replace("LONG", "x".repeat(200_000)),
                row[2]);
    }

    @TestFactory
    Stream<DynamicTest> isAnsweredWithAnError() {
        return Stream.of(CALLS)
                .map(row -> DynamicTest.dynamicTest(row[0].replace('|', ' '), () -> {
                    String answer = call(row);
                    if (row[1].isEmpty()) {
                        assertThat(answer).isEmpty();
                    } else if (!answer.isEmpty() || !row[0].contains("LONG")) {
                        assertThat(answer)
                                .startsWith("HTTP/1.1 " + row[1] + " ")
                                .contains(row[2], "\"error\":");
                    }
                }));
    }

    @Test
    void noneOfThemIsRecordedOrLeavesAFile() throws Exception {
        for (String[] row : CALLS) {
            call(row);
        }
        assertThat(standing.admin("GET", "/recordings", "").body()).contains("\"total\":0");
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
