import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Charges a card from a JVM, run from its source: {@code POST /pay/http-client} by java.net.http, which speaks HTTP/2 here;
 * {@code POST /pay/url-connection} by the old HttpURLConnection; {@code POST /pay/curl} by starting the curl program. Nothing in
 * here knows of tests, proxies or certificates.
 */
public final class Pay {
    private static final String CHARGES = "https://api.stripe.com/v1/charges";
    private static final String FORM = "amount=1250&currency=usd";
    private static final String KEY = "Bearer " + System.getenv("STRIPE_API_KEY");
    private static final Pattern ID = Pattern.compile("\"id\":\\s*\"([^\"]*)\"");

    private interface Way {
        String pay() throws Exception;
    }

    private static final Map<String, Way> WAYS = Map.of(
            "/pay/http-client", Pay::byHttpClient, "/pay/url-connection", Pay::byUrlConnection, "/pay/curl", Pay::byCurl);

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", Pay::serve);
        server.start();
        System.out.println("listens on port 8080");
    }

    private static String byHttpClient() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(CHARGES))
                    .header("authorization", KEY)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .timeout(Duration.ofSeconds(5))
                    .POST(HttpRequest.BodyPublishers.ofString(FORM))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static String byUrlConnection() throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(CHARGES).toURL().openConnection();
        connection.setReadTimeout(5000);
        connection.setRequestProperty("authorization", KEY);
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(FORM.getBytes(StandardCharsets.UTF_8));
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String byCurl() throws Exception {
        Process curl = new ProcessBuilder(List.of(
                        "curl", "--silent", "--show-error", "--max-time", "5", "--header", "Authorization: " + KEY,
                        "--data", FORM, CHARGES))
                .redirectErrorStream(true)
                .start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0) {
            throw new IOException(said.strip());
        }
        return said;
    }

    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            Way way = exchange.getRequestMethod().equals("POST") ? WAYS.get(path) : null;
            if (path.equals("/health")) {
                answer(exchange, 200, "status", "ok");
            } else if (way == null) {
                answer(exchange, 404, "error", "nothing answers " + exchange.getRequestMethod() + " " + path);
            } else {
                charge(exchange, path, way);
            }
        }
    }

    private static void charge(HttpExchange exchange, String path, Way way) throws IOException {
        try {
            String said = way.pay();
            Matcher id = ID.matcher(said);
            if (!id.find()) {
                throw new IOException("no charge in " + said);
            }
            System.out.println(path + ": charged as " + id.group(1));
            answer(exchange, 200, "chargeId", id.group(1));
        } catch (Exception e) {
            System.out.println(path + ": " + e);
            answer(exchange, 502, "error", e.toString());
        }
    }

    private static void answer(HttpExchange exchange, int status, String name, String value) throws IOException {
        String text = value.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
        byte[] body = ("{\"" + name + "\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
