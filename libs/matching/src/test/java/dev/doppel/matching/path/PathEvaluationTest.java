package dev.doppel.matching.path;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.matching.form.FormBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathEvaluationTest {
    private static final JsonNode ROOT = json("""
            {'request': {'method': 'POST', 'url': 'http://order/v1', 'headers': {'content-type': 'application/json'}, 'body': null},
             'response': {'status': 200, 'headers': {'X-Trace': 't1'},
                          'body': {'id': 7, 'a.b': 1, 'list': [10, 20, 30], 'error': 'declined', 'nothing': null}},
             'responseTime': 12,
             'variables': {'v': 1},
             'traffic': [{'response': {'status': 201}}]}
            """);
    private static final JsonNode ENTRY = json("""
            {'origin': 'shipping', 'to': 'api.easypost.com', 'timestamp': '2026-11-01T00:00:00Z', 'responseTime': 3,
             'request': {'method': 'POST', 'url': 'https://api.easypost.com/v2', 'body': {'personalizations': [{'to': [{'email': 'a@b'}]}]}},
             'response': {'status': 201, 'headers': {}, 'body': {'tracking_code': 'T1'}}}
            """);
    private static final PathScope SELF = new PathScope.Self(ROOT);
    private static final PathScope OLD = new PathScope.OldMatch(ROOT, ENTRY);

    private static String at(String path, PathScope scope) {
        return switch (scope.evaluate(Path.parse(path, PathKind.VALUE))) {
            case PathResult.Found(JsonNode node) -> node.toString();
            case PathResult.Missing missing -> "missing after " + missing.deepestExisting();
        };
    }

    @Test
    void D157_theSameTextReadsTheStepInASelfBlockAndTheEntryInAnOldMatchBlock() {
        assertThat(at("$.response.status", SELF)).isEqualTo("200");
        assertThat(at("response.status", SELF)).isEqualTo("200");
        assertThat(at("response.status", OLD)).isEqualTo("201");
        assertThat(at("$.response.status", OLD)).isEqualTo("201");
    }

    @Test
    void D047_theEasyPostBlockReadsTheStatusOfTheMock() {
        assertThat(at("response.status", OLD)).isEqualTo("201");
    }

    @Test
    void D031_aPathInAnOldMatchBlockReadsTheResponseOfTheMock() {
        assertThat(at("response.body.tracking_code", OLD)).isEqualTo("\"T1\"");
    }

    @Test
    void D032_listsAreNavigated() {
        assertThat(at("request.body.personalizations[0].to[0].email", OLD)).isEqualTo("\"a@b\"");
    }

    @Test
    void D036_flatNamesReadTheRowsOfADatabaseStep() {
        JsonNode root = json("{'response': {'success': true, 'data': [{'status': 'paid', 'total_cents': 2498}]}}");
        assertThat(at("data[0].status", new PathScope.Self(root))).isEqualTo("\"paid\"");
        assertThat(at("data[0].total_cents", new PathScope.Self(root))).isEqualTo("2498");
    }

    @Test
    void D158_headerNamesAreFoundIgnoringCase() {
        assertThat(at("$.request.headers.Content-Type", SELF)).isEqualTo("\"application/json\"");
        assertThat(at("$.response.headers.x-trace", SELF)).isEqualTo("\"t1\"");
        assertThat(at("response.header.x-trace", SELF)).isEqualTo("\"t1\"");
    }

    @Test
    void D159_negativeIndexesCountFromTheEnd() {
        assertThat(at("$.response.body.list[-1]", SELF)).isEqualTo("30");
        assertThat(at("$.response.body.list[-3]", SELF)).isEqualTo("10");
        assertThat(at("$.response.body.list[-4]", SELF)).isEqualTo("missing after $.response.body.list");
    }

    @Test
    void D112_aFormIsTextAsAWholeAndAMapBelow() {
        ObjectNode root = ((ObjectNode) ROOT).deepCopy();
        ((ObjectNode) root.get("request")).set("body", FormBody.parse("code=abc&To=%2B1555"));
        PathScope scope = new PathScope.Self(root);
        assertThat(at("$.request.body", scope)).isEqualTo("\"code=abc&To=%2B1555\"");
        assertThat(at("$.request.body.code", scope)).isEqualTo("\"abc\"");
        assertThat(at("request.body.To", scope)).isEqualTo("\"+1555\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $.response.body["a.b"]      | 1
                    $.response.body.list.1      | 20
                    $.response.body.list.-1     | 30
                    $.response.body.nothing     | null
                    $.response.body.nothing.x   | missing after $.response.body.nothing
                    $.response.body.id.x        | missing after $.response.body.id
                    $.response.body[0]          | missing after $.response.body
                    $.response.statusCode       | 200
                    response.statusCode         | 200
                    $.traffic[0].response.statusCode | 201
                    $.response.duration         | 12
                    response.duration           | 12
                    duration                    | 12
                    statusCode                  | 200
                    status                      | 200
                    body.id                     | 7
                    headers.x-trace             | "t1"
                    error                       | missing after $.response
                    id                          | 7
                    $.body.id                   | 7
                    variables.v                 | 1
                    traffic[0].response.status  | 201
                    $.unknown                   | missing after $
                    request.body                | {}
                    $.request.body              | null
                    """)
    void selfBlocksRewriteLegacyNames(String path, String value) {
        assertThat(at(path, SELF)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    origin            | "shipping"
                    target            | "api.easypost.com"
                    timestamp         | "2026-11-01T00:00:00Z"
                    responseTime      | 3
                    $.responseTime    | 3
                    $.request.method  | "POST"
                    $.variables.v     | 1
                    variables.v       | 1
                    response.statusCode | 201
                    response.body.x   | missing after entry.response.body
                    """)
    void oldMatchBlocksReadTheEntry(String path, String value) {
        assertThat(at(path, OLD)).isEqualTo(value);
    }

    @Test
    void aMissingPathNamesThePlaceAndTheKeysThere() {
        PathResult result = SELF.evaluate(Path.parse("$.response.body.order.id", PathKind.VALUE));
        assertThat(result).isInstanceOfSatisfying(PathResult.Missing.class, missing -> {
            assertThat(missing.availableKeys()).containsExactly("id", "a.b", "list", "error", "nothing");
            assertThat(missing.reason())
                    .isEqualTo(
                            "\"$.response.body.order.id\" is missing: $.response.body has the keys id, a.b, list, error,"
                                    + " nothing, it has no order");
        });
    }

    @Test
    void anUnknownLegacyNameIsSentToTheBody() {
        PathResult result = SELF.evaluate(Path.parse("order.id", PathKind.VALUE));
        assertThat(((PathResult.Missing) result).reason()).contains("response.body.order.id");
    }

    @Test
    void withoutAMatchTheMessageSaysSo() {
        PathResult result = new PathScope.NewMatch(ROOT).evaluate(Path.parse("$.match.request", PathKind.VALUE));
        assertThat(((PathResult.Missing) result).reason()).endsWith("no entry matched");
    }

    @Test
    void statusCodeOfABodyIsNoAlias() {
        PathScope scope = new PathScope.Self(json("{'response': {'body': {'response': {'status': 1}}}}"));
        assertThat(at("$.response.body.response.statusCode", scope)).startsWith("missing");
    }
}
