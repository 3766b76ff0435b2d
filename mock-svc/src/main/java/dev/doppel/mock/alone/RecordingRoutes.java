package dev.doppel.mock.alone;

import dev.doppel.mock.recording.ForwardProxy;
import dev.doppel.mock.recording.RecordingLibrary;
import dev.doppel.mock.recording.RecordingStore;
import dev.doppel.mock.recording.Refused;
import dev.doppel.mock.recording.Session;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.record.RecordingQuery;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin area "recording" (twin spec 9): {@code /proxy}, {@code /recordings}, {@code /sessions}. Thread-safe. */
final class RecordingRoutes {
    private final ForwardProxy proxy;
    private final RecordingStore store;
    private final RecordingLibrary library;

    RecordingRoutes(ForwardProxy proxy, RecordingStore store) {
        this.proxy = proxy;
        this.store = store;
        this.library = new RecordingLibrary(store, proxy);
    }

    /** Adds a configuration to what is served: answers {@code POST /config}. */
    interface Adding {
        TwinResponse add(TwinRequest config);
    }

    /**
     * Null when the request is of another area.
     *
     * @param path decoded segments, at least one
     */
    @Nullable
    TwinResponse answer(TwinRequest request, List<String> path, Adding adding) {
        try {
            return switch (path.getFirst()) {
                case "proxy" -> path.size() == 2 ? proxy(request, request.method() + " " + path.get(1)) : null;
                case "recordings" -> recordings(request, path, adding);
                case "sessions" -> sessions(request, path);
                default -> null;
            };
        } catch (Refused e) {
            return AdminRoutes.error(e.status(), e.code(), String.valueOf(e.getMessage()));
        } catch (ValueSyntaxException | IllegalArgumentException e) {
            return AdminRoutes.error(400, "invalid_request", String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return AdminRoutes.error(500, "storage_failed", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable TwinResponse proxy(TwinRequest request, String what) {
        return switch (what) {
            case "POST start" -> TwinResponse.json(201, proxy.start(body(request)));
            case "POST stop" -> ok(proxy.stop());
            case "GET status" -> ok(proxy.status());
            case "GET mode" -> ok(proxy.mode());
            case "PUT mode" -> ok(proxy.mode(body(request)));
            case "GET filters" -> ok(proxy.filters());
            case "PUT filters" -> ok(proxy.filters(body(request)));
            case "POST ca" -> {
                Map<String, Object> made = proxy.makeAuthority();
                yield TwinResponse.json(Boolean.TRUE.equals(made.get("created")) ? 201 : 200, made);
            }
            case "GET ca" ->
                new TwinResponse(
                        200,
                        Headers.of("Content-Type", "application/x-pem-file"),
                        proxy.pem().getBytes(StandardCharsets.US_ASCII));
            default -> null;
        };
    }

    private @Nullable TwinResponse recordings(TwinRequest request, List<String> path, Adding adding) {
        String session = request.query().first("session");
        if (path.size() == 1) {
            return switch (request.method()) {
                case "GET" -> ok(list(request, session));
                case "DELETE" -> ok(Map.of("cleared", library.clear(session, query(request))));
                default -> null;
            };
        }
        if (path.size() > 2) {
            return null;
        }
        String one = path.get(1);
        return switch (request.method() + " " + one) {
            case "GET export" -> ok(library.export(session, query(request)));
            case "POST convert" -> convert(request, adding);
            default ->
                switch (request.method()) {
                    case "GET" -> ok(library.show(one));
                    case "DELETE" -> {
                        library.delete(one);
                        yield TwinResponse.empty(204);
                    }
                    default -> null;
                };
        };
    }

    private TwinResponse convert(TwinRequest request, Adding adding) {
        RecordingLibrary.Converted made = library.convert(body(request));
        Map<String, Object> out = made.asMap();
        if (made.add()) {
            TwinResponse added = adding.add(new TwinRequest(
                    "POST",
                    "/config",
                    request.rawQuery(),
                    request.headers(),
                    Json.bytes(Map.of("config", made.config()))));
            if (added.status() != 200) {
                return added;
            }
        }
        out.put("added", made.add());
        return ok(out);
    }

    private @Nullable TwinResponse sessions(TwinRequest request, List<String> path) {
        String method = request.method();
        if (path.size() == 1) {
            return switch (method) {
                case "GET" -> {
                    List<Map<String, Object>> all =
                            store.sessions().stream().map(library::describe).toList();
                    yield ok(counted("sessions", all));
                }
                case "POST" -> {
                    Map<String, Object> body = body(request);
                    Object name = body.get("name");
                    yield TwinResponse.json(
                            201, library.describe(proxy.begin(name == null ? null : Values.show(name))));
                }
                case "DELETE" -> {
                    List<Session> idle = store.sessions().stream()
                            .filter(known -> !known.equals(proxy.session()))
                            .toList();
                    idle.forEach(proxy::remove);
                    yield ok(Map.of("deleted", (long) idle.size()));
                }
                default -> null;
            };
        }
        Session known = store.session(path.get(1));
        if (path.size() == 2) {
            return switch (method) {
                case "GET" -> ok(library.describe(known));
                case "DELETE" -> {
                    proxy.remove(known);
                    yield TwinResponse.empty(204);
                }
                default -> null;
            };
        }
        return switch (path.size() == 3 ? method + " " + path.get(2) : "") {
            case "GET recordings" -> ok(list(request, known.id()));
            case "DELETE recordings" -> ok(Map.of("cleared", library.clear(known.id(), query(request))));
            case "POST activate" -> {
                proxy.activate(known);
                yield ok(library.describe(known));
            }
            default -> null;
        };
    }

    private Map<String, Object> list(TwinRequest request, @Nullable String session) {
        return library.list(session, query(request), number(request, "offset", 0), number(request, "limit", 100));
    }

    private static RecordingQuery query(TwinRequest request) {
        return new RecordingQuery(
                request.query().first("method"),
                request.query().first("status"),
                request.query().first("host"),
                request.query().first("path"));
    }

    private static int number(TwinRequest request, String name, int otherwise) {
        String text = request.query().first(name);
        int number = text == null ? otherwise : Values.index(text);
        if (number < 0) {
            throw new IllegalArgumentException(name + " is a number from 0 on, not " + text);
        }
        return number;
    }

    private static Map<String, Object> body(TwinRequest request) {
        if (request.body().length == 0) {
            return Map.of();
        }
        Map<String, Object> map = Values.map(Json.parse(request.body()));
        if (map == null) {
            throw new ValueSyntaxException("the body must be a JSON object", 0, 0);
        }
        return map;
    }

    private static Map<String, Object> counted(String name, List<?> all) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(name, all);
        out.put("total", (long) all.size());
        return out;
    }

    private static TwinResponse ok(Map<String, Object> body) {
        return TwinResponse.json(200, body);
    }
}
