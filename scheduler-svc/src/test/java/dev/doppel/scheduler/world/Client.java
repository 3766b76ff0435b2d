package dev.doppel.scheduler.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.definition.files.Bundles;
import dev.doppel.definition.files.MemoryTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Speaks to the REST API as a person's tools do. */
public final class Client {
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private final String token;

    /** As the operator. */
    public Client(URI base) {
        this(base, "secret");
    }

    /** As whoever has the token. */
    public Client(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    public record Answer(int status, HttpResponse<String> response, JsonNode body) {
        public RunId run() {
            return new RunId(body.get("id").asText());
        }

        public InstanceId instance(int index) {
            return new InstanceId(body.get("instances").get(index).get("id").asText());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** One server-sent event. */
    public record Event(String id, String name, JsonNode data) {}

    /** A zip of these texts. */
    public static byte[] bundle(Map<String, String> files) {
        try {
            return Bundles.write(MemoryTree.ofTexts(files), files.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A project of definitions, each by its name: services {@code api} unless text is given. */
    public static byte[] project(String... texts) {
        Map<String, String> files = new java.util.TreeMap<>();
        int n = 0;
        for (String text : texts) {
            files.put(".dokkimi/d" + n++ + ".yaml", text);
        }
        return bundle(files);
    }

    /** A definition with one service and one test. */
    public static String definition(String name) {
        return definition(name, "api", "");
    }

    public static String definition(String name, String item, String fake) {
        return """
                name: %s
                items:
                  - type: SERVICE
                    name: %s
                    image: shop/%s:1
                    port: 8080
                    healthCheck: /health
                    env:
                      - {name: FAKE, value: "%s"}
                tests:
                  - name: checkout
                    steps:
                      - name: place an order
                        action: {type: httpRequest, method: GET, url: http://%s/x}
                """.formatted(name, item, item, fake, item);
    }

    public Answer submit(byte[] bundle, String query, String... headers) {
        HttpRequest.Builder request = request("/api/v1/runs" + query)
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bundle));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public Answer submit(String... definitions) {
        return submit(project(definitions), "");
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(RunId run) {
        return send(request("/api/v1/runs/" + run).DELETE());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    response,
                    type.contains("json") ? MessageCodec.json().readTree(response.body()) : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads events until one fits or the stream ends. */
    public List<Event> events(RunId run, String lastId, Predicate<Event> until) {
        HttpRequest.Builder request = request("/api/v1/runs/" + run + "/events").GET();
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        List<Event> events = new ArrayList<>();
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("events: " + response.statusCode());
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String id = "";
                String name = "";
                StringBuilder data = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        id = line.substring(3).strip();
                    } else if (line.startsWith("event:")) {
                        name = line.substring(6).strip();
                    } else if (line.startsWith("data:")) {
                        data.append(line.substring(5).strip());
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        Event event = new Event(id, name, MessageCodec.json().readTree(data.toString()));
                        events.add(event);
                        data.setLength(0);
                        if (until.test(event)) {
                            return events;
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return events;
    }
}
