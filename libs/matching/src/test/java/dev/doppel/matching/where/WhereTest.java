package dev.doppel.matching.where;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereTest {
    private static final JsonNode TRAFFIC = json("""
            [{'to': 'api.stripe.com', 'request': {'method': 'POST'}, 'response': {'status': 200}},
             {'to': 'api.twilio.com', 'request': {'method': 'POST'}, 'response': {'status': 201}},
             {'to': 'api.stripe.com', 'request': {'method': 'GET'}, 'response': {'status': 402}}]
            """);

    private static List<Integer> selected(String where) {
        Where compiled = Where.parse(json(where));
        return IntStream.range(0, TRAFFIC.size())
                .filter(i -> compiled.test(TRAFFIC.get(i)))
                .boxed()
                .toList();
    }

    @Test
    void D160_orAndNotSelect() {
        assertThat(
                        selected(
                                "[{'path': '$$.to', 'operator': 'eq', 'value': 'api.stripe.com'}, {'path': '$$.request.method', 'operator': 'eq', 'value': 'POST'}]"))
                .containsExactly(0);
        assertThat(
                        selected(
                                "[{'or': [{'path': '$$.response.status', 'operator': 'eq', 'value': 201}, {'path': '$$.request.method', 'operator': 'eq', 'value': 'GET'}]}]"))
                .containsExactly(1, 2);
        assertThat(selected("[{'not': {'path': '$$.to', 'operator': 'contains', 'value': 'stripe'}}]"))
                .containsExactly(1);
        assertThat(
                        selected(
                                "[{'or': [{'and': [{'path': '$$.to', 'operator': 'contains', 'value': 'stripe'}, {'not': {'path': '$$.response.statusCode', 'operator': 'gte', 'value': 400}}]}, {'path': '$$.to', 'operator': 'eq', 'value': 'api.twilio.com'}]}]"))
                .containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [] | where: a list with at least one
                    {} | where: a list with at least one
                    [{'path': '$.to', 'operator': 'exists'}] | where[0].path: path "$.to", character 1: a path inside where begins with "$$."
                    [{'path': 'to', 'operator': 'exists'}] | write "$$.to"
                    [{'or': []}] | where[0].or: a list
                    [{'or': [{'path': '$$.a', 'operator': 'exists'}], 'not': {}}] | exactly one of
                    [{'operator': 'exists'}] | exactly one of
                    ['x'] | exactly one of
                    [{'path': '$$.a', 'operator': 'is', 'value': 1}] | where[0].operator: operator "is" is unknown
                    [{'and': [{'path': '$$.a', 'operator': 'eq'}]}] | where[0].and[0]: operator eq needs a value
                    [{'path': 5, 'operator': 'exists'}] | where[0].path: a path as text
                    """)
    void D160_whatIsNoClauseIsRefusedWithItsPlace(String where, String message) {
        assertThatThrownBy(() -> Where.parse(json(where)))
                .isInstanceOf(WhereSyntaxException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theElementItselfAndReferencesWork() {
        Where where = Where.parse(json("[{'path': '$$', 'operator': 'eq', 'value': {'from': '$.variables.x'}}]"));
        assertThat(where.test(json("5"), json("{'variables': {'x': 5}}"))).isTrue();
        assertThat(where.test(json("6"), json("{'variables': {'x': 5}}"))).isFalse();
        assertThat(where.test(json("5"))).isFalse();
    }

    @Test
    void failingClausesAreNamed() {
        Where where = Where.parse(
                json(
                        "[{'path': '$$.to', 'operator': 'eq', 'value': 'api.stripe.com'}, {'path': '$$.response.status', 'operator': 'eq', 'value': 200}, {'not': {'path': '$$.x', 'operator': 'notExists'}}]"));
        assertThat(where.failing(TRAFFIC.get(2)))
                .containsExactly(
                        "$$.response.status eq 200 does not hold: it is 402", "not ($$.x notExists) does not hold");
    }

    @Test
    void endlessNestingIsRefused() {
        String deep = "[" + "{'not': ".repeat(100) + "{'path': '$$.a', 'operator': 'exists'}" + "}".repeat(100) + "]";
        assertThatThrownBy(() -> Where.parse(json(deep))).hasMessageContaining("nested deeper");
    }
}
