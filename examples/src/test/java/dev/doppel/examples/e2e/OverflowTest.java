package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that calls more than the capture can hold while its records cannot leave: what rests on those records is INCONCLUSIVE, and
 * nothing else is.
 */
class OverflowTest {
    /** Room for 512 KiB in memory, of which one attempt gets half: some 200 exchanges. */
    private static final String RING_RECORDS = "512";

    private static final int CALLS = 600;
    private static final String SERVICE = """
            import concurrent.futures, http.server, urllib.request
            def call(n):
                return urllib.request.urlopen('http://api.example.com/x').read()
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = b'{}'
                    if self.path == '/ask':
                        body = call(0)
                    if self.path == '/flood':
                        with concurrent.futures.ThreadPoolExecutor(8) as pool:
                            body = b'{"calls":%%d}' %% len(list(pool.map(call, range(%d))))
                    self.send_response(200)
                    self.send_header('Content-Type', 'application/json')
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *args):
                    pass
            http.server.ThreadingHTTPServer(('', 8080), Handler).serve_forever()
            """.formatted(CALLS);

    private static final String ITEMS = """
            name: %s
            items:
              - type: SERVICE
                name: svc
                port: 8080
                healthCheck: /health
                entrypoint: [python3, -u, svc.py]
              - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
            """;

    private static final String ASKS_ONCE = """
                  - name: it asks once
                    action: { type: httpRequest, method: GET, url: svc/ask }
                    assertions:
                      - match: { origin: svc, method: GET, url: api.example.com/x }
                        count: { operator: eq, value: 1 }
            """;

    private final Doppel doppel = Doppel.fresh();
    private final Faults faults = Faults.fresh();

    @TempDir
    private Path folder;

    @AfterEach
    void down() {
        faults.releaseAll();
        doppel.run("down");
    }

    @Test
    void theFloodedInstanceIsInconclusiveAndItsNeighbourPasses() throws Exception {
        Project.in(folder)
                .write("svc.py", SERVICE)
                .write(
                        ".dokkimi/calm.yaml",
                        ITEMS.formatted("calm") + "tests:\n  - name: calm\n    steps:\n" + ASKS_ONCE)
                .write(".dokkimi/flood.yaml", ITEMS.formatted("flood") + """
                        tests:
                          - name: flood
                            steps:
                              - name: it floods
                                action: { type: httpRequest, method: GET, url: svc/flood }
                                assertions:
                                  - assertions: [{ path: $.response.body.calls, operator: eq, value: %d }]
                        """.formatted(CALLS) + ASKS_ONCE);
        Map<String, String> settings =
                Map.of("DOPPEL_FAULTS_DIR", faults.directory().toString(), "DOPPEL_MOCK_RING_RECORDS", RING_RECORDS);
        assertThat(doppel.run(settings, "up").exitCode()).isZero();
        faults.hold("mock.publish");

        Process run = doppel.start("run", "--ci", folder.toString());
        StringBuilder said = new StringBuilder();
        BufferedReader lines = run.inputReader();
        readUntil(lines, said, "calm: ready", "flood: ✓ it floods");
        faults.release("mock.publish");
        readUntil(lines, said);

        assertThat(run.waitFor()).as(said.toString()).isEqualTo(4);
        assertThat(said).contains("evidence was lost: ", "records did not fit the capture and were given up");
        Map<String, String> verdicts = new TreeMap<>();
        for (JsonNode instance : TwoVerdicts.dump(doppel).path("instances")) {
            verdicts.put(
                    instance.path("name").asText(), instance.path("testStatus").asText());
        }
        assertThat(verdicts).isEqualTo(Map.of("calm", "PASSED", "flood", "INCONCLUSIVE"));
    }

    /** Until all of these were said, or to the end. */
    private static void readUntil(BufferedReader lines, StringBuilder said, String... wanted) throws IOException {
        boolean all = false;
        while (!all) {
            String line = lines.readLine();
            if (line == null) {
                return;
            }
            said.append(line).append('\n');
            all = wanted.length > 0;
            for (String one : wanted) {
                all &= said.indexOf(one) >= 0;
            }
        }
    }
}
