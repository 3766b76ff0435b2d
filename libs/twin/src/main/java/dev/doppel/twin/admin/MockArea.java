package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.Runs;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.journal.LogEntry;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /mocks and verification. */
final class MockArea implements AdminApi.Area {
    private final TwinInstance twin;

    MockArea(TwinInstance twin) {
        this.twin = twin;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.is("GET", "mocks")) {
            List<Object> mocks = new ArrayList<>();
            twin.catalog().mocks().values().forEach(m -> mocks.add(view(m)));
            return AdminApi.ok(Map.of("mocks", mocks, "total", (long) mocks.size(), "count", (long) mocks.size()));
        }
        if (ask.is("DELETE", "verify")) {
            long n = ask.run().forgetCalls(null);
            return AdminApi.ok(Map.of("message", "invocations cleared", "cleared", n));
        }
        if (ask.parts().size() < 2 || !ask.parts().getFirst().equals("mocks")) {
            return null;
        }
        Mock mock = twin.catalog().mock(ask.parts().get(1));
        if (mock == null) {
            return unknown(twin, ask.parts().get(1));
        }
        if (ask.is("GET", "mocks", "*")) {
            return AdminApi.ok(view(mock));
        }
        if (ask.is("POST", "mocks", "*", "toggle")) {
            Map<String, Mock> next = new LinkedHashMap<>(twin.catalog().mocks());
            next.put(mock.id(), mock.switched(!mock.enabled()));
            twin.replace(twin.catalog().withMocks(next));
            return AdminApi.ok(view(mock.switched(!mock.enabled())));
        }
        if (ask.is("DELETE", "mocks", "*")) {
            Map<String, Mock> next = new LinkedHashMap<>(twin.catalog().mocks());
            next.remove(mock.id());
            twin.replace(twin.catalog().withMocks(next));
            return TwinResponse.empty(204);
        }
        if (ask.is("GET", "mocks", "*", "verify")) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("mockId", mock.id());
            body.put("callCount", ask.run().calls(mock.id()));
            Instant last = ask.run().lastCall(mock.id());
            if (last != null) {
                body.put("lastCalledAt", last.toString());
            }
            return AdminApi.ok(body);
        }
        if (ask.is("POST", "mocks", "*", "verify")) {
            return verify(ask, mock);
        }
        if (ask.is("GET", "mocks", "*", "invocations")) {
            return invocations(ask, mock);
        }
        if (ask.is("DELETE", "mocks", "*", "invocations")) {
            long n = ask.run().forgetCalls(mock.id());
            twin.journal().remove(e -> mock.id().equals(e.mock()));
            return AdminApi.ok(Map.of("message", "invocations cleared", "cleared", n, "mockId", mock.id()));
        }
        return null;
    }

    /** An operation that was imported under a namespace is often asked for without it, so the last part of a name counts, too. */
    static TwinResponse unknown(TwinInstance twin, String id) {
        List<String> near = new ArrayList<>(twin.catalog().mocks().keySet().stream()
                .filter(known -> known.endsWith("." + id))
                .limit(3)
                .toList());
        if (near.isEmpty()) {
            near.addAll(Names.nearest(id, twin.catalog().mocks().keySet().stream(), 3));
        }
        return AdminApi.error(
                404,
                "not_found",
                "there is no mock " + id + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?"));
    }

    static Map<String, Object> view(Mock m) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", m.id());
        out.put("type", m.source() instanceof Mock.Written w ? w.spec().type() : "http");
        out.put("name", m.name());
        out.put("operationId", m.operationId());
        out.put("method", m.method());
        out.put("path", m.path());
        if (m.target() == null && m.operation() instanceof ApiOperation op) {
            out.put("status", (long) OperationShape.status(op.shape().successCode()));
        }
        out.put("enabled", m.enabled());
        var target = m.target();
        out.put("binding", target == null ? null : target.table().name() + "/" + target.action());
        return out;
    }

    private TwinResponse verify(AdminApi.Ask ask, Mock mock) {
        Map<String, Object> want = ask.body();
        long actual = calls(ask, mock, want.get("where"));
        List<String> expected = new ArrayList<>();
        boolean passed = true;
        if (Boolean.TRUE.equals(want.get("never"))) {
            expected.add("never");
            passed = actual == 0;
        } else if (want.get("exactly") instanceof Number n) {
            expected.add("exactly " + n);
            passed = actual == n.longValue();
        } else {
            if (want.get("atLeast") instanceof Number n) {
                expected.add("at least " + n);
                passed = actual >= n.longValue();
            }
            if (want.get("atMost") instanceof Number n) {
                expected.add("at most " + n);
                passed &= actual <= n.longValue();
            }
        }
        if (expected.isEmpty()) {
            return AdminApi.error(400, "missing_criteria", "give one of atLeast, atMost, exactly, never");
        }
        String text = String.join(", ", expected);
        return AdminApi.ok(Map.of(
                "passed",
                passed,
                "actual",
                actual,
                "expected",
                text,
                "message",
                mock.id() + " was called " + actual + (actual == 1 ? " time" : " times") + ", expected " + text));
    }

    /** Without criteria the run's own count; with them what the log still holds. */
    private long calls(AdminApi.Ask ask, Mock mock, @Nullable Object where) {
        if (where == null) {
            return ask.run().calls(mock.id());
        }
        CallCriteria criteria = CallCriteria.of(Values.mapOrEmpty(where));
        String run = ask.query("run");
        return twin.journal()
                .select(e -> mock.id().equals(e.mock())
                        && e.run().equals(run == null ? Runs.DEFAULT : run)
                        && criteria.test(e))
                .size();
    }

    private TwinResponse invocations(AdminApi.Ask ask, Mock mock) {
        List<LogEntry> all = twin.journal().select(e -> mock.id().equals(e.mock()));
        int offset = Math.min(ask.number("offset", 0), all.size());
        int to = (int) Math.min(all.size(), (long) offset + ask.number("limit", 100));
        List<Object> page = new ArrayList<>();
        for (LogEntry e : all.subList(offset, to)) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("id", e.id());
            out.put("timestamp", e.at().toString());
            out.put("method", e.method());
            out.put("path", e.path());
            Map<String, Object> headers = new LinkedHashMap<>();
            e.headers().forEach((k, v) -> headers.put(k, v.getFirst()));
            out.put("headers", headers);
            Map<String, Object> query = new LinkedHashMap<>();
            dev.doppel.twin.http.Query.parse(e.query()).pairs().forEach(p -> query.putIfAbsent(p.name(), p.value()));
            out.put("queryParams", query);
            out.put("body", Values.show(e.body()));
            page.add(out);
        }
        return AdminApi.ok(Map.of("invocations", page, "count", (long) page.size(), "total", (long) all.size()));
    }
}
