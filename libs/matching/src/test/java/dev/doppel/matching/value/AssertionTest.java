package dev.doppel.matching.value;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionTest {
    private static final PathScope SCOPE = new PathScope.Self(json("""
            {'response': {'status': 200, 'body': {'items': [1, 2, 3], 'map': {'b': 2, 'a': 1}, 'name': '\ud83d\ude00x', 'from': 'x'}},
             'variables': {'x': 200, 'wanted': ['b', 'a']}}
            """));

    private static CheckResult run(String assertion) {
        return Assertion.parse(json(assertion)).evaluate(SCOPE);
    }

    @Test
    void D169_aReferenceComparesWithTheValueThere() {
        assertThat(run("{'path': '$.response.status', 'operator': 'eq', 'value': {'from': '$.variables.x'}}")
                        .passed())
                .isTrue();
        CheckResult missing =
                run("{'path': '$.response.status', 'operator': 'eq', 'value': {'from': '$.variables.y'}}");
        assertThat(missing.passed()).isFalse();
        assertThat(missing.error()).contains("$.variables.y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'count': '$.response.body.items', 'operator': 'eq', 'value': 3} | true
                    {'count': '$.response.body.name', 'operator': 'eq', 'value': 2} | true
                    {'type': '$.response.body.map', 'operator': 'eq', 'value': 'object'} | true
                    {'type': '$.response.body.nope', 'operator': 'eq', 'value': 'undefined'} | true
                    {'keys': '$.response.body.map', 'operator': 'eq', 'value': ['a','b']} | true
                    {'values': '$.response.body.map', 'operator': 'eq', 'value': [1,2]} | true
                    {'entries': '$.response.body.map', 'operator': 'contains', 'value': {'literal': {'key':'a','value':1}}} | true
                    {'path': {'from': '$.response.body.items', 'transform': 'length'}, 'operator': 'gt', 'value': 2} | true
                    {'path': '$.response.status', 'operator': 'eq', 'value': {'from': '$.response.body.items', 'transform': 'length'}} | false
                    {'path': 'response.body.items', 'operator': 'exists'} | true
                    """)
    void sourcesAndTransforms(String assertion, boolean passed) {
        assertThat(run(assertion).passed()).isEqualTo(passed);
    }

    @Test
    void anUnsuitableTransformNamesBothTypes() {
        assertThat(run("{'keys': '$.response.status', 'operator': 'eq', 'value': []}")
                        .error())
                .isEqualTo("keys needs an object, the value is number 200");
        assertThat(run("{'count': '$.response.status', 'operator': 'eq', 'value': 1}")
                        .error())
                .contains("length needs a list, an object or a text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'operator': 'eq', 'value': 1} | exactly one of
                    {'path': '$.a', 'count': '$.a', 'operator': 'eq', 'value': 1} | path, count
                    {'path': '$.a', 'operator': 'equals', 'value': 1} | there are eq, ne
                    {'path': '$.a', 'value': 1} | needs an operator
                    {'path': '$.a', 'operator': 'eq'} | needs a value
                    {'path': '$a', 'operator': 'exists'} | write "$.a"
                    {'path': {'from': '$.a', 'transform': 'sort'}, 'operator': 'exists'} | transform "sort" is unknown
                    {'path': '$.a', 'operator': 'eq', 'value': {'from': 'London'}} | {literal:
                    """)
    void whatCannotBeUsedIsRefused(String assertion, String message) {
        assertThatThrownBy(() -> Assertion.parse(json(assertion)))
                .isInstanceOf(AssertionSyntaxException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anObjectThatOnlyLooksLikeAReferenceIsItself() {
        JsonNode value = json("{'from': 'London', 'to': 'Paris'}");
        assertThat(Expected.parse(value)).isEqualTo(new Expected.Literal(value));
        assertThat(Expected.parse(json("{'literal': {'from': '$.x'}}")))
                .isEqualTo(new Expected.Literal(json("{'from': '$.x'}")));
    }

    @Test
    void aConstantSourceIsItsOwnActualValue() {
        Source.Outcome outcome = new Source.Constant(json("5")).evaluate(SCOPE);
        assertThat(outcome).isEqualTo(new Source.Outcome.Actual(new PathResult.Found(json("5"))));
    }
}
