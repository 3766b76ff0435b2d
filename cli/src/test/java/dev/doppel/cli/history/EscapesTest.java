package dev.doppel.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EscapesTest {
    @Test
    void theLastWordOnEachItemAndKindIsShownWithItsDefinition() throws IOException {
        assertThat(Escapes.in("""
                { "schemaVersion": 1, "warnings": [{ "diagnostics": [{ "kind": "ESCAPE", "message": "no" }] }],
                  "instances": [
                    { "name": "checkout", "definition": { "diagnostics": [{ "kind": "ESCAPE", "message": "no" }] },
                      "httpLogs": [{ "responseBody": { "instances": [], "diagnostics": [1] } }],
                      "diagnostics": [
                        { "kind": "ESCAPE", "item": "payment", "host": null, "message": "tried once" },
                        { "kind": "REFUSED", "item": "payment", "host": null, "message": "its own port" },
                        { "kind": "ESCAPE", "item": "payment", "host": null, "message": "tried 4 times" },
                        { "kind": "UNKNOWN_PEER", "item": null, "host": null, "message": "10.200.0.9 asked for names" } ] },
                    { "name": "quiet", "diagnostics": [] } ],
                  "after": { "instances": [{ "name": "x", "diagnostics": [{ "kind": "ESCAPE", "message": "no" }] }] } }
                """))
                .containsExactly("checkout: payment tried 4 times", "checkout: 10.200.0.9 asked for names");
    }

    @Test
    void aDumpWithoutInstancesHasNone() throws IOException {
        assertThat(Escapes.in("{}")).isEmpty();
        assertThat(Escapes.in("{ \"instances\": [] }")).isEmpty();
    }
}
