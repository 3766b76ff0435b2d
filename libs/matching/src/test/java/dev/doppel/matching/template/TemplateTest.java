package dev.doppel.matching.template;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final JsonNode VARIABLES = json("""
            {'n': 42, 'f': 2.50, 'whole': 5.0, 'big': 1e6, 'b': true, 'nothing': null, 'list': [1, [2]], 'map': {'Key': 'v', 'a': 1},
             'text': 'x', 'user-id': 7, 'braces': '{{n}}', 'long': 9400111899223456789012}
            """);
    private static final VariableLookup LOOKUP = new VariableLookup() {
        @Override
        public Optional<JsonNode> find(String name) {
            return Optional.ofNullable(VARIABLES.get(name));
        }

        @Override
        public Collection<String> names() {
            List<String> names = new ArrayList<>();
            VARIABLES.fieldNames().forEachRemaining(names::add);
            return names;
        }
    };

    private static JsonNode evaluate(String text) {
        return Template.parse(text).evaluate(LOOKUP);
    }

    @Test
    void D146_aWholeExpressionKeepsItsType() {
        assertThat(evaluate("{{n}}")).isEqualTo(json("42"));
        assertThat(evaluate("{{b}}")).isEqualTo(json("true"));
        assertThat(evaluate("{{list}}")).isEqualTo(json("[1, [2]]"));
        assertThat(evaluate("{{map}}")).isEqualTo(json("{'Key': 'v', 'a': 1}"));
        assertThat(evaluate("{{nothing}}").isNull()).isTrue();
        assertThat(evaluate("{{ n }}")).isEqualTo(json("42"));
    }

    @Test
    void D147_anUnknownVariableFailsWithItsNameAndTheKnownOnes() {
        assertThatThrownBy(() -> evaluate("id {{orderId}}"))
                .isInstanceOfSatisfying(TemplateException.class, e -> {
                    assertThat(e.expression()).isEqualTo("orderId");
                    assertThat(e.knownNames()).contains("n", "user-id").isSorted();
                })
                .hasMessageContaining("\"orderId\"")
                .hasMessageContaining("braces, ");
        assertThatThrownBy(() -> evaluate("{{map.x}}")).hasMessageContaining("has the keys Key, a");
        assertThatThrownBy(() -> evaluate("{{list[5]}}")).hasMessageContaining("list of 2 elements");
    }

    @Test
    void D029_numbersBecomePlainDigitsInUrlsAndSql() {
        assertThat(evaluate("order-service/v1/orders/{{n}}").textValue()).isEqualTo("order-service/v1/orders/42");
        assertThat(evaluate("SELECT * FROM t WHERE id = {{whole}}").textValue())
                .isEqualTo("SELECT * FROM t WHERE id = 5");
    }

    @Test
    void D080_escapedBracesStayLiteral() {
        assertThat(evaluate("\\{{x}}").textValue()).isEqualTo("{{x}}");
        assertThat(evaluate("a \\{{x}} {{n}}").textValue()).isEqualTo("a {{x}} 42");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <{{f}}>            | <2.5>
                    <{{big}}>          | <1000000>
                    <{{long}}>         | <9400111899223456789012>
                    <{{b}}>            | <true>
                    <{{nothing}}>      | <>
                    <{{list}}>         | <[1,[2]]>
                    <{{map}}>          | <{"Key":"v","a":1}>
                    <{{list[-1][0]}}>  | <2>
                    <{{map.key}}>      | <v>
                    <{{user-id}}>      | <7>
                    <{{braces}}>       | <{{n}}>
                    {{n}}{{n}}         | 4242
                    {{#each x}}        | {{#each x}}
                    {{                 | {{
                    {{n                | {{n
                    {{}}               | {{}}
                    {{"a": 1}}         | {{"a": 1}}
                    """)
    void embedding(String text, String expected) {
        assertThat(evaluate(text).asText()).isEqualTo(expected);
    }

    @Test
    void onePassOnly() {
        assertThat(evaluate("{{braces}}").textValue()).isEqualTo("{{n}}");
    }

    @Test
    void whatBeginsLikeANameMustBeAnExpression() {
        assertThatThrownBy(() -> Template.parse("{{user name}}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("\\{{");
    }

    @Test
    void treesAreEvaluatedAtAnyDepthAndKeysOnRequest() {
        JsonNode tree = json("{'a': ['{{n}}', {'b': 'x{{n}}'}], '{{text}}': 1, 'c': 5}");
        assertThat(Template.apply(tree, LOOKUP, false))
                .isEqualTo(json("{'a': [42, {'b': 'x42'}], '{{text}}': 1, 'c': 5}"));
        assertThat(Template.apply(tree, LOOKUP, true)).isEqualTo(json("{'a': [42, {'b': 'x42'}], 'x': 1, 'c': 5}"));
    }

    @Test
    void namesAreListed() {
        assertThat(Template.parse("{{a.b}} {{c[0]}} {{a}}").names()).containsExactly("a", "c");
        assertThat(Template.parse("{{a.b}}").isSingleExpression()).isTrue();
        assertThat(Template.parse(" {{a.b}}").isSingleExpression()).isFalse();
    }

    @Test
    void parsingThrowsNothingButItsOwnException() {
        long seed = 63L;
        Random random = new Random(seed);
        String alphabet = "{{}}\\.[]-0n a\"";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(16);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Template.parse(text.toString()).evaluate(LOOKUP);
            } catch (TemplateException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
            }
        }
    }
}
