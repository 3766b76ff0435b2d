package dev.doppel.twin.admin;

import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.workspace.Workspace;
import dev.doppel.twin.workspace.Workspaces;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /workspaces. */
final class WorkspaceArea implements AdminApi.Area {
    private final Workspaces workspaces;

    WorkspaceArea(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.parts().isEmpty()
                || !ask.parts().getFirst().equals("workspaces")
                || ask.parts().size() > 2) {
            return null;
        }
        try {
            return ask.parts().size() == 1 ? all(ask) : one(ask, ask.parts().get(1));
        } catch (Workspaces.Refused e) {
            return AdminApi.error(
                    e.conflict() ? 409 : 400,
                    e.conflict() ? "conflict" : "invalid_request",
                    String.valueOf(e.getMessage()));
        }
    }

    private @Nullable TwinResponse all(AdminApi.Ask ask) {
        return switch (ask.method()) {
            case "GET" -> {
                List<Map<String, Object>> all =
                        workspaces.all().stream().map(Workspace::asMap).toList();
                yield AdminApi.ok(Map.of("workspaces", all, "total", (long) all.size()));
            }
            case "POST" -> TwinResponse.json(201, workspaces.create(ask.body()).asMap());
            default -> null;
        };
    }

    private @Nullable TwinResponse one(AdminApi.Ask ask, String id) {
        Workspace known = workspaces.find(id);
        if (known == null) {
            return AdminApi.error(404, "not_found", "there is no workspace " + id);
        }
        return switch (ask.method()) {
            case "GET" -> AdminApi.ok(known.asMap());
            case "PUT" -> AdminApi.ok(workspaces.change(known, ask.body()).asMap());
            case "DELETE" -> {
                workspaces.remove(known);
                yield TwinResponse.empty(204);
            }
            default -> null;
        };
    }
}
