package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Readiness probes as the chart writes them. Blocks. */
final class Probes implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Returns when the pod is ready, with the seconds that took.
     *
     * @throws IllegalStateException with the pod's log when it ends or time is up
     */
    double await(Release.Pod pod, String address, Container container, Node node) throws IOException {
        JsonNode probe = pod.container().path("readinessProbe");
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!passes(probe, pod, address)) {
            if (System.nanoTime() > end || !container.alive()) {
                throw new IllegalStateException(pod.name() + " is not ready and "
                        + (container.alive() ? "still runs" : "has ended") + ":\n"
                        + Files.readString(node.log(pod.name())));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private boolean passes(JsonNode probe, Release.Pod pod, String address) {
        String named = probe.has("tcpSocket")
                ? probe.path("tcpSocket").path("port").asText()
                : probe.path("httpGet").path("port").asText();
        int port = 0;
        for (JsonNode one : pod.container().path("ports")) {
            port = one.path("name").asText().equals(named)
                    ? one.path("containerPort").asInt()
                    : port;
        }
        if (probe.has("tcpSocket")) {
            try (Socket socket = new Socket(address, port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }
        return get("http://" + address + ":" + port
                        + probe.path("httpGet").path("path").asText())
                == 200;
    }

    /** Status, 0 when nobody answers. */
    int get(String url) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(Duration.ofSeconds(3))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
