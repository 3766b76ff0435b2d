package dev.doppel.twin.route;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request with the parts that matching needs, each worked out once. Confined to one request. */
public final class RequestView {
    private final TwinRequest request;
    private final Map<String, String> states;
    private final List<String> segments;
    private final String path;
    private @Nullable Query query;
    private @Nullable String body;
    private boolean jsonRead;
    private @Nullable Object json;

    public RequestView(TwinRequest request) {
        this(request, Map.of());
    }

    /** @param states present states of scenarios by name; one that is not there is where it began */
    public RequestView(TwinRequest request, Map<String, String> states) {
        this.states = states;
        this.request = request;
        this.segments = PathTemplate.split(request.rawPath()).stream()
                .map(s -> Query.decode(s, false))
                .toList();
        this.path = Query.decode(request.rawPath(), false);
    }

    public TwinRequest request() {
        return request;
    }

    String state(String scenario) {
        return states.getOrDefault(scenario, MockSpec.Scenario.STARTED);
    }

    List<String> segments() {
        return segments;
    }

    /** Decoded. */
    public String path() {
        return path;
    }

    public Query query() {
        Query q = query;
        if (q == null) {
            q = request.query();
            query = q;
        }
        return q;
    }

    public String body() {
        String b = body;
        if (b == null) {
            b = request.bodyText();
            body = b;
        }
        return b;
    }

    /** The body as JSON, or null when it is none. */
    public @Nullable Object json() {
        if (!jsonRead) {
            jsonRead = true;
            try {
                json = request.body().length == 0 ? null : Json.parse(request.body());
            } catch (ValueSyntaxException e) {
                json = null;
            }
        }
        return json;
    }
}
