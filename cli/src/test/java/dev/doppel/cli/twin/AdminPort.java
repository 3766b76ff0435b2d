package dev.doppel.cli.twin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.doppel.cli.CliFailure;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.admin.AdminApi;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.FileResolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The engine's admin API behind a port, and commands that speak with it in this JVM. The owner closes. */
final class AdminPort implements AutoCloseable {
    final TwinInstance twin;
    private final HttpServer server;

    AdminPort(String config, @Nullable String key) throws IOException {
        twin = TwinEngine.load("mockd.yaml", config, FileResolver.memory(Map.of()), TwinOptions.defaults())
                .start();
        AdminApi api = new AdminApi(twin, key);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(api, exchange));
        server.start();
    }

    private static void answer(AdminApi api, HttpExchange exchange) throws IOException {
        Headers headers = new Headers();
        exchange.getRequestHeaders().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        TwinResponse answer = api.handle(TwinRequest.of(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A command about this twin. */
    Said run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--admin-url");
        all.add(url());
        return say(all.toArray(String[]::new));
    }

    /** What a command printed and how it ended. */
    record Said(int exit, String out, String err) {}

    /** {@code doppel twin WORDS} in this JVM; not for several threads at once. */
    static Said say(String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        StringWriter usage = new StringWriter();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
            CommandLine line = new CommandLine(new TwinCommand()).setErr(new PrintWriter(usage));
            line.setExecutionExceptionHandler((failure, command, parsed) -> {
                if (failure instanceof CliFailure known) {
                    System.err.println(known.getMessage());
                    return known.exitCode().code();
                }
                throw failure;
            });
            int exit = line.execute(words);
            return new Said(
                    exit, printed.toString(StandardCharsets.UTF_8), told.toString(StandardCharsets.UTF_8) + usage);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
