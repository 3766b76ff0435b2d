package dev.doppel.testkit.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A service's health as a cluster asks for it. */
public final class Health {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Health() {}

    /**
     * Asks until the service says UP.
     *
     * @param base address of its HTTP server
     * @param probe {@code ready}, {@code live} or {@code started}
     * @return what it said
     */
    public static JsonNode awaitUp(URI base, String probe) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/q/health/" + probe))
                .timeout(LIMIT)
                .build();
        long end = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (true) {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                JsonNode body = new ObjectMapper().readTree(answer.body());
                if (answer.statusCode() == 200 && body.path("status").asText().equals("UP")) {
                    return body;
                }
                if (System.nanoTime() > end) {
                    throw new AssertionError("not UP: " + answer.statusCode() + " " + answer.body());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }
}
