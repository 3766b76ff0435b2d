package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step does (spec 5.3 to 5.7, 12.9). All texts may hold run-time expressions unless said. */
public sealed interface Action {
    SourceRef at();

    /** A loop around the action alone; null = once. Only http, db and wait have one. */
    default @Nullable Loop loop() {
        return null;
    }

    /**
     * An HTTP call of the test itself.
     *
     * @param method upper case
     * @param url in one of the forms of spec 5.3, raw
     * @param queryParams null = none; scalars, lists (repeated key) or null (omitted)
     * @param timeout null = the platform's default of 30 s
     */
    record HttpRequest(
            String method,
            String url,
            List<Header> headers,
            RequestBody body,
            Map<String, JsonNode> queryParams,
            @Nullable Duration timeout,
            @Override @Nullable Loop loop,
            SourceRef at)
            implements Action {
        public HttpRequest {
            headers = List.copyOf(headers);
            queryParams = Collections.unmodifiableMap(new LinkedHashMap<>(queryParams));
        }
    }

    /** The three ways to send a body. */
    sealed interface RequestBody {
        record None() implements RequestBody {}

        /** Text is sent verbatim, anything else as JSON. */
        record Content(JsonNode value) implements RequestBody {}

        /** Multipart parts by key, in written order (spec 5.3). */
        record FormData(Map<String, JsonNode> parts) implements RequestBody {
            public FormData {
                parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
            }
        }
    }

    /**
     * A statement against a DATABASE item.
     *
     * @param database item name, may hold an expression
     * @param query trimmed
     * @param params object or list of bound values; null = none
     * @param timeout null = the platform's default of 30 s
     */
    record DbQuery(
            String database,
            String query,
            @Nullable JsonNode params,
            @Nullable Duration timeout,
            @Override @Nullable Loop loop,
            SourceRef at)
            implements Action {}

    /** A pause; cancellable. */
    record Wait(Duration duration, @Override @Nullable Loop loop, SourceRef at) implements Action {}

    /** Several actions at once; never a nested Parallel, at most one Ui. */
    record Parallel(List<Action> actions, SourceRef at) implements Action {
        public Parallel {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Browser work against a SERVICE item.
     *
     * @param freshSession {@code x-freshSession}: forget cookies and storage first
     */
    record Ui(String target, List<UiStep> steps, boolean freshSession, SourceRef at) implements Action {
        public Ui {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A read or write of a TWIN item's tables (spec 12.9). Null = not given.
     *
     * @param name of a snapshot
     */
    record TwinOp(
            String twin,
            Op op,
            @Nullable String table,
            @Nullable JsonNode id,
            @Nullable JsonNode data,
            @Nullable String name,
            SourceRef at)
            implements Action {
        /** The operations; in files their names are lower case. */
        public enum Op {
            LIST,
            GET,
            CREATE,
            PATCH,
            DELETE,
            RESET,
            SNAPSHOT,
            RESTORE
        }
    }
}
