package dev.doppel.twin.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests for Insomnia: export format 4 (JSON) and collection format 5 (YAML). Insomnia keeps no answers. */
final class InsomniaExport {
    private static final long AT = 1_735_689_600_000L;

    private InsomniaExport() {}

    private static String title(String name) {
        return name.isEmpty() ? "Twin" : name;
    }

    private static String url(Sample s) {
        return "{{ _.base_url }}" + s.path(":", "");
    }

    private static List<Object> headers(Sample s) {
        Map<String, String> all = new LinkedHashMap<>(s.requestHeaders());
        if (s.requestType() != null) {
            all.put("Content-Type", s.requestType());
        }
        return Collections.pairs("name", all);
    }

    private static Map<String, Object> body(Sample s) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (s.requestBody() != null && s.requestType() != null) {
            out.put("mimeType", s.requestType());
            out.put("text", s.requestBody());
        }
        return out;
    }

    static Map<String, Object> four(List<Sample> samples, String name) {
        List<Object> resources = new ArrayList<>();
        Map<String, Object> workspace = new LinkedHashMap<>();
        workspace.put("_id", "wrk_twin");
        workspace.put("_type", "workspace");
        workspace.put("parentId", null);
        workspace.put("name", title(name));
        workspace.put("scope", "collection");
        resources.add(workspace);
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("_id", "env_twin");
        environment.put("_type", "environment");
        environment.put("parentId", "wrk_twin");
        environment.put("name", "Base Environment");
        environment.put("data", Map.of("base_url", "http://localhost:4280"));
        resources.add(environment);
        for (Sample s : samples) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("_id", "req_" + (resources.size() - 1));
            request.put("_type", "request");
            request.put("parentId", "wrk_twin");
            request.put("name", s.title());
            request.put("method", s.method());
            request.put("url", url(s));
            request.put("headers", headers(s));
            request.put("parameters", Collections.pairs("name", s.query()));
            request.put("body", body(s));
            resources.add(request);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_type", "export");
        out.put("__export_format", 4L);
        out.put("__export_date", "2025-01-01T00:00:00.000Z");
        out.put("__export_source", "doppel.twin");
        out.put("resources", resources);
        return out;
    }

    static Map<String, Object> five(List<Sample> samples, String name) {
        List<Object> collection = new ArrayList<>();
        for (Sample s : samples) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("url", url(s));
            request.put("name", s.title());
            request.put("meta", meta("req_" + (collection.size() + 1)));
            request.put("method", s.method());
            if (!body(s).isEmpty()) {
                request.put("body", body(s));
            }
            request.put("headers", headers(s));
            request.put("parameters", Collections.pairs("name", s.query()));
            collection.add(request);
        }
        Map<String, Object> environments = new LinkedHashMap<>();
        environments.put("name", "Base Environment");
        environments.put("meta", meta("env_twin"));
        environments.put("data", Map.of("base_url", "http://localhost:4280"));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "collection.insomnia.rest/5.0");
        out.put("name", title(name));
        out.put("meta", meta("wrk_twin"));
        out.put("collection", collection);
        out.put("environments", environments);
        return out;
    }

    private static Map<String, Object> meta(String id) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id);
        out.put("created", AT);
        out.put("modified", AT);
        return out;
    }
}
