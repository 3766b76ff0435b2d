package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services and definitions that take more than there is: bounded, said in words, and a calm neighbour in the same run passes. */
class HostileServicesTest {
    private static final Doppel DOPPEL = Doppel.fresh();
    private static final Faults FAULTS = Faults.fresh();

    private static final String SERVICE = """
        import concurrent.futures, http.server, os, threading, time, urllib.request
        LARGE = 100_000_000
        def call(body):
            return urllib.request.urlopen('http://api.example.com/x', data=body).read()
        def fork():
            for count in range(100_000):
                try:
                    if os.fork() == 0:
                        time.sleep(600)
                        os._exit(0)
                except OSError:
                    return count
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = b'{}'
                if self.path == '/ask':
                    body = call(None)
                if self.path == '/flood':
                    with concurrent.futures.ThreadPoolExecutor(8) as pool:
                        body = b'{"calls":%d}' % len(list(pool.map(call, [b'x' * 65536] * 600)))
                if self.path == '/fork':
                    body = b'{"forks":%d}' % fork()
                if self.path == '/send':
                    call(b'x' * LARGE)
                if self.path == '/large':
                    body = b'y' * LARGE
                self.send_response(200)
                if self.path != '/large':
                    self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *args):
                pass
        http.server.ThreadingHTTPServer(('', 8080), Handler).serve_forever()
        """;

    private static final String ITEMS = """
        name: %s
        items:
          - type: SERVICE
            name: svc
            port: 8080
            healthCheck: /health
            entrypoint: [python3, -u, svc.py]
          - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { n: 1 } }
        tests:
          - name: %1$s
            steps:
        """;

    private static final String ASKS_ONCE = """
              - name: it asks once
                action: { type: httpRequest, method: GET, url: svc/ask }
                assertions:
                  - match: { origin: svc, method: GET, url: api.example.com/x }
                    count: { operator: eq, value: 1 }
        """;

    @TempDir
    private Path folder;

    /** Room for 32 MiB of captured calls, of which one attempt may hold half; and 100 processes for an item. */
    @BeforeAll
    static void up() {
        Doppel.Ended up = DOPPEL.run(
                Map.of(
                        "DOPPEL_FAULTS_DIR",
                        FAULTS.directory().toString(),
                        "DOPPEL_MOCK_RING_RECORDS",
                        "32768",
                        "DOPPEL_SCHEDULER_PROCESS_MAX_PROCESSES",
                        "100"),
                "up");
        assertThat(up.exitCode()).as(up.text()).isZero();
    }

    @AfterAll
    static void down() {
        DOPPEL.run("down");
    }

    @BeforeEach
    void calm() {
        Project.in(folder).write("svc.py", SERVICE).write(".dokkimi/calm.yaml", ITEMS.formatted("calm") + ASKS_ONCE);
    }

    @AfterEach
    void nobodyIsHeldAnyMore() {
        FAULTS.releaseAll();
    }

    @Test
    void whoFloodsCallsBeyondTheCaptureIsInconclusiveAndNobodyElse() throws Exception {
        Project.in(folder).write(".dokkimi/flood.yaml", ITEMS.formatted("flood") + """
                  - name: it floods
                    action: { type: httpRequest, method: GET, url: svc/flood }
                    assertions:
                      - assertions: [{ path: $.response.body.calls, operator: eq, value: 600 }]
            """ + ASKS_ONCE);
        FAULTS.hold("mock.publish");

        Process run = DOPPEL.start("run", "--ci", folder.toString());
        StringBuilder said = new StringBuilder();
        BufferedReader lines = run.inputReader();
        readUntil(lines, said, "calm: ready", "flood: ✓ it floods");
        FAULTS.release("mock.publish");
        readUntil(lines, said);

        assertThat(run.waitFor()).as(said.toString()).isEqualTo(4);
        assertThat(said).contains("evidence was lost: ", "records did not fit the capture and were given up");
        assertThat(verdicts()).isEqualTo(Map.of("calm", "PASSED", "flood", "INCONCLUSIVE"));
    }

    @Test
    void forksHugeBodiesAndCatastrophicRegexesHurtNobody() {
        String as = "a".repeat(50_000) + "!";
        Project.in(folder)
                .write(".dokkimi/forks.yaml", ITEMS.formatted("forks") + """
                          - action: { type: httpRequest, method: GET, url: svc/fork }
                            assertions:
                              - assertions: [{ path: $.response.body.forks, operator: lt, value: 100 }]
                    """)
                .write(".dokkimi/large.yaml", ITEMS.formatted("large") + """
                          - action: { type: httpRequest, method: GET, url: svc/large }
                            assertions:
                              - assertions: [{ path: $.response.status, operator: eq, value: 200 }]
                          - action: { type: httpRequest, method: GET, url: svc/send }
                            assertions:
                              - match: { origin: svc, method: POST, url: api.example.com/x }
                                count: { operator: eq, value: 1 }
                    """)
                .write(".dokkimi/regex.yaml", """
                    name: regex
                    items:
                      - { type: MOCK, name: slow, mockTarget: api.example.com, mockPath: /x, mockRequestBodyMatches: '^(a+)+$' }
                      - { type: MOCK, name: m, mockTarget: api.example.com, mockPath: /x, mockResponseBody: { text: %s } }
                    tests:
                      - name: regex
                        steps:
                          - action: { type: httpRequest, method: POST, url: api.example.com/x, body: %1$s }
                            assertions:
                              - assertions: [{ path: $.response.body.text, operator: matches, value: '^(a+)+$' }]
                    """.formatted(as));

        Doppel.Ended ended = DOPPEL.run("run", "--ci", folder.toString());

        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(1);
        assertThat(verdicts())
                .isEqualTo(Map.of("calm", "PASSED", "forks", "PASSED", "large", "PASSED", "regex", "FAILED"));
        assertThat(ended.text())
                .contains("$.response.body.text matches", "more characters")
                .hasSizeLessThan(8_000);
    }

    private static Map<String, String> verdicts() {
        Map<String, String> verdicts = new TreeMap<>();
        for (JsonNode instance : TwoVerdicts.dump(DOPPEL).path("instances")) {
            verdicts.put(
                    instance.path("name").asText(), instance.path("testStatus").asText());
        }
        return verdicts;
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
