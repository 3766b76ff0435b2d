package dev.doppel.matching.value;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.matching.form.FormBody;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.PathResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private static final PathResult MISSING = new PathResult.Missing(
            "$.response.body.x", "$.response.body", List.of("id"), "\"$.response.body.x\" is missing");

    private static CheckResult check(String operator, String actual, String expected, Generation generation) {
        PathResult found = actual.equals("missing") ? MISSING : new PathResult.Found(json(actual));
        return Check.evaluate(
                Operator.byName(operator).orElseThrow(), found, expected == null ? null : json(expected), generation);
    }

    /** The table of spec 7.6: rows are actual values, columns expected ones. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    5     | 5     | true  | true
                    5     | '5'   | true  | true
                    5     | '05'  | true  | true
                    5     | '5.0' | true  | true
                    5     | 5.0   | true  | true
                    5     | 'abc' | false | false
                    5     | true  | false | false
                    5     | 'TRUE'| false | false
                    5     | null  | false | false
                    5     | ''    | false | false
                    '5'   | 5     | true  | true
                    '5'   | '5'   | true  | true
                    '5'   | '05'  | true  | true
                    '5'   | '5.0' | true  | true
                    '5'   | 'abc' | false | false
                    '5'   | true  | false | false
                    '5'   | 'TRUE'| false | false
                    '5'   | null  | false | false
                    '5'   | ''    | false | false
                    true  | 5     | false | false
                    true  | '5'   | false | false
                    true  | '05'  | false | false
                    true  | 'abc' | false | false
                    true  | true  | true  | true
                    true  | 'TRUE'| true  | true
                    true  | 'true'| true  | true
                    true  | null  | false | false
                    true  | ''    | false | false
                    false | 'False'| true | true
                    null  | 5     | false | false
                    null  | '5'   | false | false
                    null  | '05'  | false | false
                    null  | 'abc' | false | false
                    null  | true  | false | false
                    null  | 'TRUE'| false | false
                    null  | null  | true  | true
                    null  | ''    | false | false
                    0     | false | false | false
                    1     | true  | false | false
                    []    | null  | false | false
                    ''    | ''    | true  | true
                    'abc' | 'ABC' | false | true
                    '1e3' | 1000  | true  | true
                    '+7'  | 7     | true  | true
                    ' 5'  | 5     | false | false
                    '0x5' | 5     | false | false
                    '5.'  | 5     | false | false
                    '9400111899223456789012' | '9400111899223456789013' | false | false
                    9400111899223456789012 | '9400111899223456789013' | false | false
                    0.1   | 0.10  | true  | true
                    {'a':1,'b':[1,2]} | {'b':[1.0,2],'a':1} | true | true
                    {'a':'1'} | {'a':1} | false | false
                    ['a'] | ['A'] | false | false
                    [1,2] | [2,1] | false | false
                    """, quoteCharacter = '`')
    void D165_theCoercionTableHolds(String actual, String expected, boolean equal, boolean equalLegacy) {
        assertThat(check("eq", actual, expected, Generation.NEW).passed()).isEqualTo(equal);
        assertThat(check("ne", actual, expected, Generation.NEW).passed()).isNotEqualTo(equal);
        assertThat(check("eq", actual, expected, Generation.LEGACY).passed()).isEqualTo(equalLegacy);
        assertThat(check("eq", expected, actual, Generation.NEW).passed())
                .as("symmetry")
                .isEqualTo(equal);
        assertThat(check("in", actual, "[" + expected + "]", Generation.NEW).passed())
                .isEqualTo(equal);
        assertThat(check("notIn", actual, "[" + expected + "]", Generation.NEW).passed())
                .isNotEqualTo(equal);
    }

    @ParameterizedTest
    @CsvSource({"5", "'\"5\"'", "true", "null", "'\"\"'"})
    void D165_aMissingValueFailsWhateverIsExpected(String expected) {
        assertThat(check("eq", "missing", expected, Generation.NEW).passed()).isFalse();
        assertThat(check("ne", "missing", expected, Generation.NEW).passed()).isFalse();
    }

    @Test
    void D166_legacyEqAndContainsIgnoreCaseAndSaySo() {
        CheckResult legacy = check("eq", "'USD'", "'usd'", Generation.LEGACY);
        assertThat(legacy.passed()).isTrue();
        assertThat(legacy.note()).isEqualTo("equal ignoring case");
        assertThat(check("eq", "'USD'", "'usd'", Generation.NEW).passed()).isFalse();
        assertThat(check("contains", "'Card DECLINED'", "'declined'", Generation.LEGACY)
                        .passed())
                .isTrue();
        assertThat(check("contains", "'Card DECLINED'", "'declined'", Generation.NEW)
                        .passed())
                .isFalse();
    }

    @Test
    void D167_missingValuesFailNegationsAndCountAsEmpty() {
        assertThat(check("notContains", "missing", "'x'", Generation.NEW).passed())
                .isFalse();
        assertThat(check("notContains", "null", "'x'", Generation.NEW).passed()).isFalse();
        assertThat(check("notContainsIgnoreCase", "null", "'x'", Generation.NEW).passed())
                .isFalse();
        assertThat(check("isEmpty", "missing", null, Generation.NEW).passed()).isTrue();
        assertThat(check("notEmpty", "missing", null, Generation.NEW).passed()).isFalse();
        assertThat(check("notIn", "missing", "['x']", Generation.NEW).passed()).isFalse();
    }

    @Test
    void D168_anOrderOfSomethingThatIsNoNumberFailsWithTheType() {
        CheckResult result = check("gt", "'abc'", "1", Generation.NEW);
        assertThat(result.passed()).isFalse();
        assertThat(result.error()).contains("not numeric").contains("string \"abc\"");
    }

    @Test
    void D037_D038_anErrorAsTextOrAsObjectContainsDeclined() {
        assertThat(check("contains", "'Your card was declined.'", "'declined'", Generation.LEGACY)
                        .passed())
                .isTrue();
        assertThat(check("contains", "{'error':{'message':'Your card was Declined.'}}", "'declined'", Generation.LEGACY)
                        .passed())
                .isTrue();
    }

    @Test
    void D006_D007_D008_amountAndCurrencyHoldForJsonAndForm() {
        assertThat(check("eq", "1998", "1998", Generation.LEGACY).passed()).isTrue();
        JsonNode form = FormBody.parse("amount=1998&currency=usd").map();
        assertThat(Check.evaluate(
                                Operator.EQ, new PathResult.Found(form.get("amount")), json("1998"), Generation.LEGACY)
                        .passed())
                .isTrue();
        assertThat(Check.evaluate(
                                Operator.EQ,
                                new PathResult.Found(form.get("currency")),
                                json("'usd'"),
                                Generation.LEGACY)
                        .passed())
                .isTrue();
    }

    @Test
    void D112_containsOnAFormTriesRawAndDecodedText() {
        PathResult form = new PathResult.Found(FormBody.parse("code=abc&redirect=https%3A%2F%2Fx.y%2Fcb"));
        assertThat(Check.evaluate(Operator.CONTAINS, form, json("'code=abc'"), Generation.NEW)
                        .passed())
                .isTrue();
        assertThat(Check.evaluate(Operator.CONTAINS, form, json("'https://x.y/cb'"), Generation.NEW)
                        .passed())
                .isTrue();
        assertThat(Check.evaluate(Operator.MATCHES, form, json("'//x\\\\.y/'"), Generation.NEW)
                        .passed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    eqIgnoreCase | 'AbC' | 'aBc' | NEW | true
                    eqIgnoreCase | 5 | '5.0' | NEW | true
                    gt  | 10 | '9' | NEW | true
                    gt  | '10' | 9 | NEW | true
                    gte | 10 | 10.0 | NEW | true
                    lt  | 9 | 10 | NEW | true
                    lte | 11 | 10 | NEW | false
                    gt  | 1e400 | 1 | NEW | true
                    gt  | '2026-11-01T10:00:00Z' | '2026-11-01T10:30:00+01:00' | NEW | true
                    lt  | '2026-11-01T10:00:00.5Z' | '2026-11-01T10:00:00.6Z' | NEW | true
                    gt  | '2026-11-01' | '2026-10-01' | NEW | false
                    gt  | true | 0 | NEW | false
                    contains | 'abc' | 'bc' | NEW | true
                    contains | ['a','b'] | 'b' | NEW | true
                    contains | ['a','b'] | 'B' | NEW | false
                    contains | ['a','b'] | 'B' | LEGACY | true
                    contains | [1,2] | '2' | NEW | true
                    contains | [[1],[2]] | [2] | NEW | true
                    contains | {'key':1} | 'key' | NEW | true
                    contains | {'key':1} | 'KEY' | NEW | false
                    contains | {'key':'v'} | 'v' | NEW | false
                    contains | {'key':'v'} | 'V' | LEGACY | true
                    contains | 12345 | 234 | NEW | true
                    contains | true | 'ru' | NEW | true
                    contains | null | 'x' | NEW | false
                    containsIgnoreCase | 'ABC' | 'bc' | NEW | true
                    containsIgnoreCase | {'Key':1} | 'key' | NEW | true
                    containsIgnoreCase | ['A'] | 'a' | NEW | true
                    notContains | 'abc' | 'x' | NEW | true
                    notContains | ['abc'] | 'abc' | NEW | false
                    notContainsIgnoreCase | 'ABC' | 'bc' | NEW | false
                    matches | 'order-17' | 'order-\\\\d+' | NEW | true
                    matches | 'ORDER' | 'order' | NEW | false
                    matches | 'ORDER' | 'order' | LEGACY | false
                    matches | 'ORDER' | '(?i)order' | NEW | true
                    matches | 1000000 | '^1000000$' | NEW | true
                    matches | 1e6 | '^1000000$' | NEW | true
                    matches | [1] | '1' | NEW | false
                    matches | null | 'null' | NEW | false
                    in | 'b' | ['a','b'] | NEW | true
                    in | 'b' | 'b' | NEW | false
                    notIn | 'b' | 'x' | NEW | false
                    notIn | 'c' | ['a','b'] | NEW | true
                    type | {} | 'object' | LEGACY | true
                    type | 1.5 | 'number' | NEW | true
                    length | [1,2] | 2 | LEGACY | true
                    length | 'ab' | '2' | LEGACY | true
                    length | 5 | 1 | LEGACY | false
                    arrayContains | ['a'] | 'a' | LEGACY | true
                    arrayContains | 'a' | 'a' | LEGACY | false
                    arrayNotContains | ['a'] | 'b' | LEGACY | true
                    arrayNotContains | 'a' | 'b' | LEGACY | false
                    """)
    void operators(String operator, String actual, String expected, Generation generation, boolean passed) {
        assertThat(check(operator, actual, expected, generation).passed()).isEqualTo(passed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    1       | true  | false
                    null    | false | true
                    ''      | true  | true
                    []      | true  | true
                    {}      | true  | true
                    0       | true  | false
                    false   | true  | false
                    missing | false | true
                    """)
    void presenceAndEmptiness(String actual, boolean exists, boolean empty) {
        assertThat(check("exists", actual, null, Generation.NEW).passed()).isEqualTo(exists);
        assertThat(check("notExists", actual, null, Generation.NEW).passed()).isEqualTo(!exists);
        assertThat(check("isEmpty", actual, null, Generation.NEW).passed()).isEqualTo(empty);
        assertThat(check("notEmpty", actual, null, Generation.NEW).passed()).isEqualTo(!empty);
    }

    @Test
    void aMissingPathIsNamedInTheError() {
        assertThat(check("gt", "missing", "1", Generation.NEW).error()).contains("$.response.body.x");
    }

    @Test
    void anInvalidRegexIsAnErrorAndNotAMismatch() {
        CheckResult result = check("matches", "'a'", "'('", Generation.NEW);
        assertThat(result.passed()).isFalse();
        assertThat(result.error()).contains("not valid");
    }

    @Test
    void longValuesAreShortenedWithAMarker() {
        PathResult found = new PathResult.Found(TextNode.valueOf("\u00e9".repeat(20_000)));
        CheckResult result = Check.evaluate(Operator.EQ, found, json("'x'"), Generation.NEW);
        assertThat(result.actual().textValue())
                .hasSizeLessThan(5100)
                .startsWith("\u00e9\u00e9")
                .endsWith(" ... [shortened, 40000 bytes in all]");
        assertThat(Shortening.shorten(json("[" + "1,".repeat(9000) + "1]")).isTextual())
                .isTrue();
        assertThat(Shortening.shorten(json("{'a':1}"))).isEqualTo(json("{'a':1}"));
    }

    @Test
    void hugeExponentsStayShort() {
        assertThat(check("matches", "1e1000000000", "'E'", Generation.NEW).passed())
                .isTrue();
        assertThat(check("eq", "1e999999999", "'1e999999999'", Generation.NEW).passed())
                .isTrue();
        assertThat(check("eq", "1e999999999", "'1e999999998'", Generation.NEW).passed())
                .isFalse();
    }
}
