import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Sorts support tickets with a language model, run from its source. Every question goes to the same address,
 * {@code POST https://api.openai.com/v1/chat/completions}; only the body tells them apart.
 *
 * <pre>
 *   POST /tickets/classify {"text"}          -> {"queue", "sure"}
 *   POST /tickets/entities {"text"}          -> {"people", "places"}
 *   POST /tickets/search   {"text", "tool"}  -> {"tool", "arguments"} or {"answer"}
 * </pre>
 */
public final class Tickets {
    private static final String COMPLETIONS = "https://api.openai.com/v1/chat/completions";
    private static final Set<String> QUEUES = Set.of("billing", "shipping", "technical");

    private interface Question {
        Map<String, Object> ask(Object ticket) throws Exception;
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final String key = "Bearer " + System.getenv("OPENAI_API_KEY");
    private final Map<String, Question> questions = Map.of(
            "/tickets/classify", this::classify, "/tickets/entities", this::entities, "/tickets/search", this::search);

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Tickets tickets = new Tickets();
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", tickets::serve);
        server.start();
        System.out.println("[INFO] ticket-service listens on port 8080");
    }

    /** A model may say anything: what is no queue of ours goes to a person. */
    private Map<String, Object> classify(Object ticket) throws Exception {
        Object message = complete(Map.of("messages", messages("Classify this ticket in one word", ticket)));
        String word = String.valueOf(Json.at(message, "content")).strip().toLowerCase(java.util.Locale.ROOT);
        boolean sure = QUEUES.contains(word);
        System.out.println(sure ? "[INFO] ticket for " + word : "[WARN] ticket for a person: the model said " + word);
        return Map.of("queue", sure ? word : "person", "sure", sure);
    }

    private Map<String, Object> entities(Object ticket) throws Exception {
        Object message = complete(Map.of("messages", messages("Extract entities as JSON", ticket)));
        Object entities;
        try {
            entities = Json.read(String.valueOf(Json.at(message, "content")));
        } catch (IllegalArgumentException prose) {
            entities = Map.of();
        }
        return Map.of(
                "people", Json.at(entities, "people") instanceof List<?> people ? people : List.of(),
                "places", Json.at(entities, "places") instanceof List<?> places ? places : List.of());
    }

    private Map<String, Object> search(Object ticket) throws Exception {
        String name = String.valueOf(Json.at(ticket, "tool"));
        Object tool = Map.of("type", "function", "function", Map.of("name", name));
        Object message = complete(Map.of("messages", messages("Use a tool", ticket), "tools", List.of(tool)));
        Object call = Json.at(message, "tool_calls", 0, "function");
        return call == null
                ? Map.of("answer", String.valueOf(Json.at(message, "content")))
                : Map.of(
                        "tool", String.valueOf(Json.at(call, "name")),
                        "arguments", Json.read(String.valueOf(Json.at(call, "arguments"))));
    }

    private static List<Object> messages(String task, Object ticket) {
        return List.of(
                Map.of("role", "system", "content", task),
                Map.of("role", "user", "content", String.valueOf(Json.at(ticket, "text"))));
    }

    private Object complete(Map<String, Object> prompt) throws Exception {
        Map<String, Object> body = new java.util.TreeMap<>(prompt);
        body.put("model", "gpt-4o-mini");
        HttpRequest request = HttpRequest.newBuilder(URI.create(COMPLETIONS))
                .header("authorization", key)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the model answered with status " + response.statusCode());
        }
        return Json.at(Json.read(response.body()), "choices", 0, "message");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readNBytes(1 << 16), StandardCharsets.UTF_8);
            Question question = exchange.getRequestMethod().equals("POST") ? questions.get(path) : null;
            if (path.equals("/health")) {
                answer(exchange, 200, Map.of("status", "ok"));
            } else if (question == null) {
                answer(exchange, 404, Map.of("error", "nothing answers " + exchange.getRequestMethod() + " " + path));
            } else {
                try {
                    answer(exchange, 200, question.ask(Json.read(body)));
                } catch (IllegalArgumentException malformed) {
                    answer(exchange, 400, Map.of("error", String.valueOf(malformed.getMessage())));
                } catch (Exception e) {
                    System.out.println("[ERROR] " + path + ": " + e);
                    answer(exchange, 502, Map.of("error", e.toString()));
                }
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, Object> value) throws IOException {
        byte[] body = Json.write(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
