package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Readiness probes as the chart writes them. Blocks. */
final class Probes {
    private static final long LIMIT_SECONDS = 120;
    private final Status status;

    Probes(Status status) {
        this.status = status;
    }

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
        return status.of("http://" + address + ":" + port
                        + probe.path("httpGet").path("path").asText())
                == 200;
    }
}
