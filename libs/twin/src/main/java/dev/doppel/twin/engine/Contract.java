package dev.doppel.twin.engine;

import dev.doppel.twin.route.RequestView;
import dev.doppel.twin.route.Route;
import dev.doppel.twin.route.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document that requests are held to, whatever answers them ({@code validation.specFile}, spec 4.1). Immutable. */
public final class Contract {
    private final Map<String, Mock> operations;
    private final Router router;
    private final List<String> prefixes;

    /** An operation of the document that a request names, with its path parameters. */
    record Named(Mock.Imported operation, Map<String, String> params) {}

    Contract(Map<String, Mock> operations, List<String> prefixes) {
        this.operations = new LinkedHashMap<>(operations);
        List<Route> routes = new ArrayList<>();
        operations.values().forEach(mock -> routes.add(mock.route()));
        this.router = new Router(routes);
        this.prefixes = List.copyOf(prefixes);
    }

    /** The operation of a request, or null when the document has none. */
    @Nullable
    Named find(RequestView view) {
        Router.Hit hit = router.select(view, view.request().method());
        for (int i = 0; hit == null && i < prefixes.size(); i++) {
            String path = view.request().rawPath();
            String prefix = prefixes.get(i);
            if (path.startsWith(prefix + "/")) {
                RequestView inside = new RequestView(view.request().withPath(path.substring(prefix.length())));
                hit = router.select(inside, view.request().method());
            }
        }
        Mock mock = hit == null ? null : operations.get(hit.route().id());
        return hit != null && mock != null && mock.source() instanceof Mock.Imported imported
                ? new Named(imported, hit.params())
                : null;
    }
}
