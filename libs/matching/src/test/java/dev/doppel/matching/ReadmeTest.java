package dev.doppel.matching;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.mock.MockIndex;
import dev.doppel.matching.mock.MockRule;
import dev.doppel.matching.mock.NearMisses;
import dev.doppel.matching.mock.RequestBody;
import dev.doppel.matching.mock.RequestView;
import dev.doppel.matching.mock.Selection;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.VariableLookup;
import dev.doppel.matching.value.Assertion;
import dev.doppel.matching.value.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs the snippets of the README as they stand there. */
class ReadmeTest {
    @Test
    void theSelectionSnippetWorks() throws IOException {
        List<MockRule> rules = List.of(new MockRule(0, "m", null, "api.x.com", "POST", "/v1", null));
        Set<String> itemNames = Set.of("svc");
        RequestView request = new RequestView("svc", "api.x.com", 443, "https", "GET", "/v1", () -> RequestBody.EMPTY);
        MockIndex index = MockIndex.compile(rules, itemNames);
        Selection selection = index.select(request);
        String why = NearMisses.render(request, index.nearest(request, 5));
        assertThat(selection.winner()).isEmpty();
        assertThat(why).contains("method wants POST");
        assertInReadme(
                "MockIndex index = MockIndex.compile(rules, itemNames);",
                "Selection selection = index.select(request);",
                "String why = NearMisses.render(request, index.nearest(request, 5));");
    }

    @Test
    void theAssertionSnippetWorks() throws IOException {
        JsonNode rootDocument = json("{'response': {'status': 201}}");
        JsonNode assertionJson = json("{'path': 'response.status', 'operator': 'eq', 'value': '{{wanted}}'}");
        VariableLookup variables = new VariableLookup() {
            @Override
            public Optional<JsonNode> find(String name) {
                return Optional.of(json("201"));
            }

            @Override
            public Collection<String> names() {
                return List.of("wanted");
            }
        };
        PathScope scope = new PathScope.Self(rootDocument);
        CheckResult result =
                Assertion.parse(Template.apply(assertionJson, variables, false)).evaluate(scope);
        assertThat(result.passed()).isTrue();
        assertInReadme(
                "PathScope scope = new PathScope.Self(rootDocument);",
                "CheckResult result = Assertion.parse(Template.apply(assertionJson, variables, false)).evaluate(scope);");
    }

    private static void assertInReadme(String... lines) throws IOException {
        String root = System.getProperty("doppel.root");
        assertThat(Files.readString(Path.of(root, "libs", "matching", "README.md")))
                .contains(lines);
    }
}
