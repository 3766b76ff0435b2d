package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A small project of known truth: {@code right} passes, {@code wrong} fails, whatever happens to the platform meanwhile. */
final class TwoVerdicts {
    private static final String DEFINITION = """
            name: %s
            items:
              - type: SERVICE
                name: svc
                port: 8080
                healthCheck: /health
                entrypoint: [python3, -u, svc.py]
                maxMemory: 200
              - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
            tests:
              - name: The service asks once
                steps:
                  - action: { type: httpRequest, method: GET, url: svc/ask }
                    assertions:
                      - assertions: [{ path: $.response.body.n, operator: eq, value: %s }]
                      - match: { origin: svc, method: GET, url: api.example.com/x }
                        count: { operator: eq, value: 1 }
            """;

    private static final String SERVICE = """
            import http.server, urllib.request
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = b'{}'
                    if self.path == '/ask':
                        body = urllib.request.urlopen('http://api.example.com/x').read()
                    self.send_response(200)
                    self.send_header('Content-Type', 'application/json')
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *args):
                    pass
            http.server.ThreadingHTTPServer(('', 8080), Handler).serve_forever()
            """;

    private TwoVerdicts() {}

    static Path in(Path folder) {
        Project.in(folder)
                .write("svc.py", SERVICE)
                .write(".dokkimi/right.yaml", DEFINITION.formatted("right", "1"))
                .write(".dokkimi/wrong.yaml", DEFINITION.formatted("wrong", "2"));
        return folder;
    }

    /** As many definitions that pass. */
    static Path passing(Path folder, int count) {
        Project project = Project.in(folder).write("svc.py", SERVICE);
        for (int i = 0; i < count; i++) {
            String name = "right-%02d".formatted(i);
            project.write(".dokkimi/" + name + ".yaml", DEFINITION.formatted(name, "1"));
        }
        return folder;
    }

    /** Asserts that the run has told the truth. */
    static void assertTrue(Doppel doppel, Doppel.Ended ended) {
        assertThat(ended.text()).contains("1 passed, 1 failed");
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(1);
        Map<String, String> verdicts = new TreeMap<>();
        for (JsonNode instance : dump(doppel).path("instances")) {
            verdicts.put(
                    instance.path("name").asText(), instance.path("testStatus").asText());
        }
        assertThat(verdicts).isEqualTo(Map.of("right", "PASSED", "wrong", "FAILED"));
    }

    /** What the latest run has recorded. */
    static JsonNode dump(Doppel doppel) {
        try {
            return new ObjectMapper().readTree(doppel.run("dump", "-o", "-").text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
