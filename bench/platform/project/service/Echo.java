import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.Executors;

/** Answers a kilobyte on /echo; on /measure calls itself directly and by its name, alternating, and answers the percentiles. */
public class Echo {
    private static final int WARM_UP = 2000;
    private static final int CALLS = 4000;
    private static final byte[] BODY = "x".repeat(1024).getBytes();

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 8080), 128);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/echo", exchange -> {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
            exchange.close();
        });
        server.createContext("/measure", exchange -> {
            byte[] answer;
            int status = 200;
            try {
                answer = measure().getBytes();
            } catch (Exception e) {
                answer = e.toString().getBytes();
                status = 500;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String measure() throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest direct = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8080/echo")).build();
        HttpRequest named = HttpRequest.newBuilder(URI.create("http://echo/echo")).build();
        long[] directNanos = new long[CALLS];
        long[] namedNanos = new long[CALLS];
        for (int i = 0; i < WARM_UP; i++) {
            call(client, direct);
            call(client, named);
        }
        for (int i = 0; i < CALLS; i++) {
            directNanos[i] = call(client, direct);
            namedNanos[i] = call(client, named);
        }
        return "{\"direct\":" + percentiles(directNanos) + ",\"intercepted\":" + percentiles(namedNanos) + "}";
    }

    private static long call(HttpClient client, HttpRequest request) throws Exception {
        long start = System.nanoTime();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200 || response.body().length != BODY.length) {
            throw new IllegalStateException("answered " + response.statusCode());
        }
        return System.nanoTime() - start;
    }

    private static String percentiles(long[] nanos) {
        Arrays.sort(nanos);
        return "{\"p50\":" + nanos[nanos.length / 2] / 1000 + ",\"p99\":" + nanos[nanos.length * 99 / 100] / 1000 + "}";
    }
}
