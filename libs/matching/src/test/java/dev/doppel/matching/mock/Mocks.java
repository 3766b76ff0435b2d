package dev.doppel.matching.mock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Mocks and requests of selection tests. */
abstract class Mocks {
    final List<MockRule> rules = new ArrayList<>();

    void mock(String name, String origin, String target, String method, String path, BodyCriterion body) {
        rules.add(new MockRule(rules.size(), name, origin, target, method, path, body));
    }

    void path(String path) {
        mock(path, null, "api.example.com", null, path, null);
    }

    static BodyCriterion contains(String text) {
        return new BodyCriterion.Contains(text);
    }

    static BodyCriterion matches(String regex) {
        return new BodyCriterion.Matches(regex);
    }

    static RequestView request(String origin, String method, String host, int port, String path, String body) {
        String scheme = port == 443 ? "https" : "http";
        return new RequestView(
                origin,
                host,
                port,
                scheme,
                method,
                path,
                () -> new RequestBody(body.getBytes(StandardCharsets.UTF_8), "application/json", null));
    }

    static RequestView get(String path) {
        return request("svc", "GET", "api.example.com", 443, path, "");
    }

    static RequestView post(String path, String body) {
        return request("svc", "POST", "api.example.com", 443, path, body);
    }

    Selection select(RequestView request) {
        return MockIndex.compile(rules, Set.of("svc", "other", "items-db")).select(request);
    }

    String winner(RequestView request) {
        return select(request).winner().map(MockRule::name).orElse("none");
    }
}
