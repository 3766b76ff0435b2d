package dev.doppel.cli.doctor;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Tries whether a runtime trusts a certificate that it is told of by a variable, as items of an environment are told: an HTTPS server on the
 * loopback with a certificate made for the moment, asked by the runtime itself. Used by one thread.
 */
final class RuntimeTrust implements AutoCloseable {
    private static final String WORD = "trusted";
    private static final String PASSWORD = "only-for-the-moment";

    private final Path directory;
    private final HttpsServer server;

    private RuntimeTrust(Path directory, HttpsServer server) {
        this.directory = directory;
        this.server = server;
    }

    /** @throws IOException when certificate or server cannot be made here */
    static RuntimeTrust start() throws IOException {
        Path directory = Files.createTempDirectory("doppel-doctor");
        try {
            Path store = directory.resolve("store.p12");
            keytool(
                    "-genkeypair",
                    "-alias",
                    "moment",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=doppel doctor",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-ext",
                    "bc:c=ca:true",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD);
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    "moment",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD,
                    "-file",
                    directory.resolve("ca.pem").toString());
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
            server.createContext("/", exchange -> {
                byte[] answer = WORD.getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return new RuntimeTrust(directory, server);
        } catch (IOException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Command.Result result = Command.run(command);
        if (result.code() != 0) {
            throw new IOException("keytool: " + Command.firstLine(result.text()));
        }
    }

    private static SSLContext context(Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS server can be made: " + e.getMessage(), e);
        }
    }

    /**
     * Lets a runtime ask.
     *
     * @param command a program that prints what it gets from the address given as its last argument
     * @param variable names the certificate to it; it sees no other that does
     * @return empty when it trusts, else what it says about it
     */
    String ask(List<String> command, String variable) {
        List<String> whole = new java.util.ArrayList<>(command);
        whole.add("https://127.0.0.1:" + server.getAddress().getPort() + "/");
        Command.Result result =
                Command.run(whole, Map.of(variable, directory.resolve("ca.pem").toString()));
        return result.text().contains(WORD) ? "" : reason(result.text());
    }

    private static String reason(String text) {
        return text.lines()
                .filter(line -> line.contains("certificate"))
                .findFirst()
                .orElseGet(() -> Command.lastLine(text))
                .strip();
    }

    @Override
    public void close() {
        server.stop(0);
        delete(directory);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException gone) {
            // a folder of two small files under the system's temporary folder
        }
    }
}
