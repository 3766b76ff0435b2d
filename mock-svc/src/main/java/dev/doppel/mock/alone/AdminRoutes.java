package dev.doppel.mock.alone;

import dev.doppel.mock.webhook.WebhookDeliveries;
import dev.doppel.twin.admin.AdminApi;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.workspace.Workspace;
import dev.doppel.twin.workspace.Workspaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the admin port answers: the engine's admin API, and what only the edge knows. Thread-safe. */
final class AdminRoutes {
    /** A port that is open. */
    record OpenPort(String component, String protocol, int port) {}

    private record Live(Workspaces workspaces, AdminApi api) {}

    private final @Nullable String key;
    private final WebhookDeliveries webhooks;
    private final KeptAdditions kept;
    private final RecordingRoutes recording;
    private volatile @Nullable Live live;
    private volatile List<OpenPort> ports = List.of();

    /** @param key asked for, or null */
    AdminRoutes(@Nullable String key, WebhookDeliveries webhooks, KeptAdditions kept, RecordingRoutes recording) {
        this.recording = recording;
        this.kept = kept;
        this.key = key;
        this.webhooks = webhooks;
    }

    /** From now on everything is answered; before, only that the twin is not ready. */
    void serve(Workspaces workspaces, List<OpenPort> open) {
        ports = List.copyOf(open);
        live = new Live(workspaces, new AdminApi(workspaces, key));
    }

    /** The workspace whose request log is to be followed, when this request asks for it and may; else null. */
    @Nullable
    Workspace followed(TwinRequest request) {
        Live now = live;
        if (now == null
                || !request.method().equals("GET")
                || !request.rawPath().equals("/requests/stream")
                || LocalCallers.refusal(request.headers()) != null
                || !AdminApi.allows(key, request)) {
            return null;
        }
        String id = request.query().first("workspaceId");
        return now.workspaces().find(id == null ? "" : id);
    }

    TwinResponse answer(TwinRequest request) {
        String refusal = LocalCallers.refusal(request.headers());
        if (refusal != null) {
            return error(403, "forbidden", refusal);
        }
        Live now = live;
        if (now == null) {
            return request.rawPath().equals("/health")
                    ? TwinResponse.json(200, Map.of("status", "healthy"))
                    : error(503, "loading", "the twin is still loading its configuration");
        }
        if (!AdminApi.allows(key, request)) {
            return now.api().handle(request);
        }
        List<String> path = Arrays.stream(request.rawPath().split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> Query.decode(part, false))
                .toList();
        TwinResponse own = path.isEmpty() ? null : own(request.method(), path);
        if (own == null && !path.isEmpty()) {
            own = recording.answer(request, path, now.api()::handle);
        }
        TwinResponse answer = own != null ? own : now.api().handle(request);
        if (!request.method().equals("GET") && answer.status() / 100 == 2) {
            kept.keep(now.workspaces());
        }
        return answer;
    }

    private @Nullable TwinResponse own(String method, List<String> path) {
        if (path.equals(List.of("ports")) && method.equals("GET")) {
            List<Object> all = new ArrayList<>();
            for (OpenPort port : ports) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("port", (long) port.port());
                one.put("protocol", port.protocol());
                one.put("component", port.component());
                one.put("status", "running");
                all.add(one);
            }
            return TwinResponse.json(200, Map.of("ports", all));
        }
        if (!path.getFirst().equals("webhooks")) {
            return null;
        }
        if (path.size() == 1 || path.size() == 2 && path.get(1).equals("deliveries")) {
            return switch (method) {
                case "GET" -> {
                    List<Map<String, Object>> all = webhooks.all();
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("webhooks", all);
                    body.put("total", (long) all.size());
                    yield TwinResponse.json(200, body);
                }
                case "DELETE" -> TwinResponse.json(200, Map.of("cleared", (long) webhooks.forget()));
                default -> null;
            };
        }
        if (path.size() == 2 && method.equals("GET")) {
            Map<String, Object> found = webhooks.find(path.get(1));
            return found == null ? unknown(path.get(1)) : TwinResponse.json(200, found);
        }
        int last = path.size() - 1;
        if ((last == 2 || last == 3 && path.get(1).equals("deliveries"))
                && method.equals("POST")
                && path.get(last).equals("redeliver")) {
            String id = path.get(last - 1);
            return webhooks.redeliver(id) ? TwinResponse.json(202, Map.of("status", "accepted")) : unknown(id);
        }
        return null;
    }

    private static TwinResponse unknown(String id) {
        return error(404, "not_found", "no webhook delivery " + id + " is remembered");
    }

    static TwinResponse error(int status, String code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", code);
        body.put("message", message);
        return TwinResponse.json(status, body);
    }
}
