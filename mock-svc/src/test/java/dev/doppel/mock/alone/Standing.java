package dev.doppel.mock.alone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A standing twin for tests, with a client that speaks to both of its ports. The owner closes. */
final class Standing implements AutoCloseable {
    static final String TASKS = """
            version: "1.0"
            tables:
              - name: tasks
                idField: id
                idStrategy: prefix
                idPrefix: "tsk_"
                seedData:
                  - {id: tsk_1, title: sweep}
            mocks:
              - {id: tasks.list, http: {matcher: {method: GET, path: /tasks}, statefulBinding: {table: tasks, action: list}}}
              - {id: tasks.make, http: {matcher: {method: POST, path: /tasks}, statefulBinding: {table: tasks, action: create}}}
              - {id: tasks.get, http: {matcher: {method: GET, path: "/tasks/{id}"}, statefulBinding: {table: tasks, action: get}}}
            """;

    final StandingTwin twin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Standing(StandingTwin twin) {
        this.twin = twin;
    }

    static Standing of(Path folder, String config, String... arguments) throws StandingFailure {
        return new Standing(StandingTwin.start(settings(folder, config, arguments)));
    }

    /** Settings for a configuration text written below a folder; ports are free ones unless given. */
    static StandingSettings settings(Path folder, String config, String... arguments) throws StandingFailure {
        try {
            Path file = folder.resolve("mockd.yaml");
            Files.writeString(file, config);
            List<String> all = new ArrayList<>(List.of("--config=" + file, "--records=" + folder.resolve("records")));
            for (String port : List.of("--port=", "--admin-port=")) {
                if (List.of(arguments).stream().noneMatch(given -> given.startsWith(port))) {
                    all.add(port + "0");
                }
            }
            all.addAll(List.of(arguments));
            return StandingSettings.parse(all.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path) throws Exception {
        return call(twin.port(), "GET", path, "");
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return call(twin.port(), "POST", path, json);
    }

    HttpResponse<String> admin(String method, String path, String json, String... headers) throws Exception {
        return call(twin.adminPort(), method, path, json, headers);
    }

    HttpResponse<String> call(int port, String method, String path, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        twin.close();
        client.close();
    }
}
