package dev.doppel.matching.extract;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.template.VariableLookup;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractRuleTest {
    private static final PathScope SCOPE = new PathScope.Self(json("""
            {'response': {'status': 201, 'headers': {'location': '/orders/17?x=1'},
              'body': {'order': {'id': 17, 'nothing': null}, 'data': {'b': 1, 'a': 2}}}}
            """));
    private static final VariableLookup VARIABLES = new VariableLookup() {
        @Override
        public Optional<JsonNode> find(String name) {
            return name.equals("map") ? Optional.of(json("{'z': 1, 'y': 2}")) : Optional.empty();
        }

        @Override
        public Collection<String> names() {
            return List.of("map");
        }
    };

    private static JsonNode value(String rule) {
        return ((Extraction.Value) ExtractRule.parse("v", json(rule)).apply(SCOPE, VARIABLES)).node();
    }

    private static Extraction.Failed failure(String rule) {
        return (Extraction.Failed) ExtractRule.parse("v", json(rule)).apply(SCOPE, VARIABLES);
    }

    @Test
    void D028_bothGenerationsOfPathsKeepTheType() {
        assertThat(value("'response.body.order.id'")).isEqualTo(json("17"));
        assertThat(value("'$.response.body.order.id'")).isEqualTo(json("17"));
        assertThat(value("'body.order.id'")).isEqualTo(json("17"));
        assertThat(value("'$.response.body.order.nothing'").isNull()).isTrue();
        assertThat(value("'$.response.body.data'")).isEqualTo(json("{'b': 1, 'a': 2}"));
    }

    @Test
    void D149_aMissingPathFailsWithPathVariableAndKeys() {
        Extraction.Failed failed = failure("'response.body.order.uuid'");
        assertThat(failed.message())
                .contains("\"v\"")
                .contains("response.body.order.uuid")
                .contains("has the keys id, nothing");
        assertThat(failed.retry()).isTrue();
    }

    @Test
    void D150_aPatternGivesItsGroupAndNoMatchFails() {
        String path = "'path': '$.response.headers.Location', 'pattern': '/orders/([0-9]+)'";
        assertThat(value("{" + path + "}").textValue()).isEqualTo("17");
        assertThat(value("{" + path + ", 'group': 0}").textValue()).isEqualTo("/orders/17");
        assertThat(value("{'path': '$.response.status', 'pattern': '^2', 'group': 0}")
                        .textValue())
                .isEqualTo("2");
        assertThat(failure("{'path': '$.response.headers.location', 'pattern': '(nope)'}")
                        .message())
                .contains("does not occur");
    }

    @Test
    void transformsAndVariables() {
        assertThat(value("{'path': '$.response.body.data', 'transform': 'keys'}"))
                .isEqualTo(json("['a', 'b']"));
        assertThat(value("{'path': '$.response.body.data', 'transform': 'values'}"))
                .isEqualTo(json("[2, 1]"));
        assertThat(value("{'from': '{{map}}', 'transform': 'entries'}"))
                .isEqualTo(json("[{'key': 'y', 'value': 2}, {'key': 'z', 'value': 1}]"));
        assertThat(failure("{'path': '$.response.status', 'transform': 'keys'}").message())
                .contains("needs an object");
        assertThat(failure("{'from': '{{nope}}', 'transform': 'keys'}").message())
                .contains("\"nope\"");
    }

    @Test
    void unknownKeysAreForAWarning() {
        assertThat(ExtractRule.parse("v", json("{'path': '$.a', 'regex': 'x'}")).unknownKeys())
                .containsExactly("regex");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    '' | a path is a text
                    5 | a rule is a path
                    {} | exactly one of path and from
                    {'path': '$.a', 'from': '{{x}}'} | exactly one of path and from
                    {'path': '$.a', 'pattern': '('} | not valid
                    {'path': '$.a', 'pattern': 'a'} | group 1 does not exist
                    {'path': '$.a', 'pattern': '(a)', 'group': 2} | group 2 does not exist
                    {'path': '$.a', 'pattern': '(a)', 'group': -1} | at least 0
                    {'path': '$.a', 'transform': 'sort'} | transform "sort" is unknown
                    {'from': 'map', 'transform': 'keys'} | one expression
                    '$a' | write "$.a"
                    """)
    void whatCannotBeUsedIsRefused(String rule, String message) {
        assertThatThrownBy(() -> ExtractRule.parse("v", json(rule)))
                .isInstanceOf(ExtractSyntaxException.class)
                .hasMessageContaining("\"v\"")
                .hasMessageContaining(message);
    }
}
