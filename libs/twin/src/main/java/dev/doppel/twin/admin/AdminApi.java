package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.RunState;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.workspace.Workspace;
import dev.doppel.twin.workspace.Workspaces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes admin requests. Thread-safe. Keys are checked unless none is set; health and readiness are always open. */
public final class AdminApi {
    /** One admin request, taken apart. {@code parts} are the path's decoded segments. */
    record Ask(String method, List<String> parts, TwinRequest request, RunState run) {
        boolean is(String wanted, String... path) {
            if (!method.equals(wanted) || parts.size() != path.length) {
                return false;
            }
            for (int i = 0; i < path.length; i++) {
                if (!path[i].equals("*") && !path[i].equals(parts.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, Object> body() {
            if (request.body().length == 0) {
                return Map.of();
            }
            Map<String, Object> map = Values.map(Json.parse(request.body()));
            if (map == null) {
                throw new ValueSyntaxException("the body must be a JSON object", 0, 0);
            }
            return map;
        }

        @Nullable
        String query(String name) {
            return request.query().first(name);
        }

        int number(String name, int otherwise) {
            String text = query(name);
            int n = text == null ? -1 : Values.index(text);
            return n < 0 ? otherwise : n;
        }
    }

    /** One area of the API; null when the request is not its own. */
    interface Area {
        @Nullable
        TwinResponse answer(Ask ask);
    }

    private static final Set<String> OPEN = Set.of("/health", "/ready", "/metrics");

    private final Workspaces workspaces;
    private final @Nullable String key;
    private final WorkspaceArea own;

    /** {@code key} null means that no key is asked for ({@code --no-auth}). */
    public AdminApi(TwinInstance twin, @Nullable String key) {
        this(new Workspaces(twin), key);
    }

    /** As above, for all workspaces of a port: {@code ?workspaceId=} says which one a request is about. */
    public AdminApi(Workspaces workspaces, @Nullable String key) {
        this.workspaces = workspaces;
        this.key = key;
        this.own = new WorkspaceArea(workspaces);
    }

    private List<Area> areas(Workspace workspace) {
        TwinInstance twin = workspace.twin();
        return List.of(
                own,
                new HealthArea(twin),
                new ExportArea(twin),
                new ChangeArea(twin, workspace.id().isEmpty()),
                new MockArea(twin),
                new StateArea(twin),
                new RowArea(twin),
                new ChaosArea(twin),
                new LogArea(twin, workspace.shownId()),
                new RunArea(twin));
    }

    public TwinResponse handle(TwinRequest request) {
        List<String> parts = java.util.Arrays.stream(request.rawPath().split("/"))
                .filter(p -> !p.isEmpty())
                .map(p -> dev.doppel.twin.http.Query.decode(p, false))
                .toList();
        if (!allows(key, request)) {
            return error(401, "unauthorized", "send the key in X-API-Key or as a Bearer token");
        }
        String workspaceId = request.query().first("workspaceId");
        Workspace workspace = workspaces.find(workspaceId == null ? "" : workspaceId);
        if (workspace == null) {
            return error(404, "workspace_not_found", "there is no workspace " + workspaceId);
        }
        TwinInstance twin = workspace.twin();
        String runId = request.query().first("run");
        RunState run = runId == null ? twin.runs().shared() : twin.runs().open(runId, null, null);
        if (run == null) {
            return error(404, "run_not_found", "there is no run " + runId);
        }
        Ask ask = new Ask(request.method(), parts, request, run);
        try {
            for (Area area : areas(workspace)) {
                TwinResponse answer = area.answer(ask);
                if (answer != null) {
                    return answer;
                }
            }
            return error(404, "not_found", "no admin endpoint " + request.method() + " " + request.rawPath());
        } catch (ValueSyntaxException | IllegalArgumentException e) {
            return error(400, "invalid_request", String.valueOf(e.getMessage()));
        } catch (TwinLoadException e) {
            return error(400, "invalid_config", String.valueOf(e.getMessage()));
        } catch (TwinFault e) {
            return error(e.status(), e.kind().name().toLowerCase(java.util.Locale.ROOT), e.text());
        }
    }

    /** Whether a request brings the key, or needs none: {@code /health}, {@code /ready} and {@code /metrics} never do. */
    public static boolean allows(@Nullable String key, TwinRequest request) {
        if (key == null || OPEN.contains(request.rawPath())) {
            return true;
        }
        String given = request.headers().first("X-API-Key");
        String bearer = request.headers().first("Authorization");
        if (given == null && bearer != null && bearer.regionMatches(true, 0, "bearer ", 0, 7)) {
            given = bearer.substring(7).strip();
        }
        if (given == null) {
            given = request.query().first("api_key");
        }
        return given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }

    static TwinResponse error(int status, String code, String message) {
        Map<String, Object> body = new java.util.LinkedHashMap<>();
        body.put("error", code);
        body.put("message", message);
        return TwinResponse.json(status, body);
    }

    static TwinResponse ok(Object body) {
        return TwinResponse.json(200, body);
    }
}
