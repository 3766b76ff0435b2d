package dev.doppel.matching.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockSelectionTest extends Mocks {
    @Test
    void D003_aMockWithoutMethodAnswersGetAndPost() {
        path("/v1/charges");
        assertThat(winner(get("/v1/charges"))).isEqualTo("/v1/charges");
        assertThat(winner(post("/v1/charges", "{}"))).isEqualTo("/v1/charges");
    }

    @Test
    void D013_D014_D015_promptsChooseTheAnswer() {
        String host = "api.openai.com";
        String path = "/v1/chat/completions";
        mock("classify", null, host, null, path, contains("classify this ticket"));
        mock("extract", null, host, null, path, contains("extract entities"));
        mock("fallback", null, host, null, path, null);
        String prompt = "{\"messages\":[{\"content\":\"%s\"}]}";
        assertThat(winner(request(
                        "svc", "POST", host, 443, path, prompt.formatted("Please CLASSIFY this ticket: refund"))))
                .isEqualTo("classify");
        assertThat(winner(request("svc", "POST", host, 443, path, prompt.formatted("now Extract Entities"))))
                .isEqualTo("extract");
        assertThat(winner(request("svc", "POST", host, 443, path, prompt.formatted("hello"))))
                .isEqualTo("fallback");
        assertThat(winner(request("svc", "GET", host, 443, path, ""))).isEqualTo("fallback");
        Selection both = select(
                request("svc", "POST", host, 443, path, prompt.formatted("classify this ticket and extract entities")));
        assertThat(both.winner().orElseThrow().name()).isEqualTo("classify");
        assertThat(both.tieWith()).extracting(MockRule::name).containsExactly("extract");
    }

    @Test
    void D016_aBodyCriterionBeatsNoneWhateverTheOrder() {
        mock("plain", null, "api.example.com", "POST", "/a", null);
        mock("body", null, "api.example.com", "POST", "/a", contains("x"));
        assertThat(winner(post("/a", "x"))).isEqualTo("body");
        Collections.reverse(rules);
        assertThat(winner(post("/a", "x"))).isEqualTo("body");
        assertThat(winner(post("/a", "y"))).isEqualTo("plain");
    }

    @Test
    void D017_bodyBeatsPath() {
        mock("exact", "svc", "api.example.com", "POST", "/v1/charges", null);
        mock("body", null, "*", null, "*", contains("usd"));
        assertThat(winner(post("/v1/charges", "currency=usd"))).isEqualTo("body");
    }

    @Test
    void D018_aRegexIsCaseSensitiveUnlessItSaysSo() {
        mock("sensitive", null, "a.com", null, "/", matches("search_database"));
        mock("insensitive", null, "b.com", null, "/", matches("(?i)search_database"));
        assertThat(winner(request("svc", "POST", "a.com", 80, "/", "SEARCH_DATABASE")))
                .isEqualTo("none");
        assertThat(winner(request("svc", "POST", "b.com", 80, "/", "SEARCH_DATABASE")))
                .isEqualTo("insensitive");
        assertThat(MockCheck.warnings(rules.get(1))).isEmpty();
    }

    @Test
    void D055_queriesChooseTheGraphqlAnswer() {
        mock("users", null, "api.example.com", null, "/graphql", contains("getUsers"));
        mock("orders", null, "api.example.com", null, "/graphql", contains("getOrders"));
        assertThat(winner(post("/graphql", "{\"query\":\"query getOrders { orders { id total } }\"}")))
                .isEqualTo("orders");
        assertThat(winner(post("/graphql", "{\"query\":\"{ me { id } }\"}"))).isEqualTo("none");
    }

    @Test
    void D056_aPatternWithOptionalBlanksMatchesBothSpellings() {
        mock("tool", null, "api.example.com", null, "/", matches("\"name\":\\s*\"search_database\""));
        assertThat(winner(post("/", "{\"name\":\"search_database\"}"))).isEqualTo("tool");
        assertThat(winner(post("/", "{\"name\": \"search_database\"}"))).isEqualTo("tool");
        assertThat(winner(post("/", "{\"name\":\"SEARCH_DATABASE\"}"))).isEqualTo("none");
    }

    @Test
    void D118_aGivenOriginBeatsAnOmittedOneAndAGivenMethodBeatsAny() {
        mock("anyone", null, "api.example.com", null, "/a", null);
        mock("starred", "*", "api.example.com", "*", "/a", null);
        mock("payment", "payment-service", "api.example.com", null, "/a", null);
        mock("post", null, "api.example.com", "post", "/a", null);
        assertThat(winner(request("payment-service", "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("payment");
        assertThat(winner(request("order-service", "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("anyone");
        assertThat(winner(request("order-service", "POST", "api.example.com", 443, "/a", "")))
                .isEqualTo("post");
        assertThat(winner(request(null, "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("anyone");
    }

    @Test
    void D090_aWorkersNameIsAnOriginLikeAnyOther() {
        mock("w", "mail-worker", "api.example.com", null, "/a", null);
        assertThat(winner(request("mail-worker", "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("w");
        assertThat(winner(get("/a"))).isEqualTo("none");
        assertThat(winner(request(null, "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("none");
    }

    @Test
    void theBrowserHasTwoNames() {
        mock("b", "browser", "api.example.com", null, "/a", null);
        mock("c", "chromium", "b.example.com", null, "/a", null);
        assertThat(winner(request("chromium", "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("b");
        assertThat(winner(request("chromium", "GET", "b.example.com", 443, "/a", "")))
                .isEqualTo("c");
    }

    @Test
    void D119_equalMocksTieAndTheFirstAnswers() {
        mock("success", null, "api.stripe.com", null, "/v1/charges", null);
        mock("declined", null, "API.stripe.com", "*", "/v1/charges", null);
        Selection selection = select(request("svc", "POST", "api.stripe.com", 443, "/v1/charges", ""));
        assertThat(selection.winner().orElseThrow().name()).isEqualTo("success");
        assertThat(selection.tieWith()).extracting(MockRule::name).containsExactly("declined");
        assertThat(MockIndex.ambiguities(rules)).containsExactly(new Ambiguity(rules.get(0), rules.get(1)));
    }

    @Test
    void ambiguitiesNeedEqualPatternsAndBodies() {
        mock("a", null, "h", null, "/x/{id}", matches("a+"));
        mock("b", null, "h", null, "/x/:other", matches("a+"));
        mock("c", null, "h", null, "/x/:other", matches("b+"));
        mock("d", "svc", "h", null, "/x/:other", matches("a+"));
        assertThat(MockIndex.ambiguities(rules)).containsExactly(new Ambiguity(rules.get(0), rules.get(1)));
    }

    @Test
    void D123_aPortInTheTargetRestrictsAndDistinguishes() {
        mock("any", null, "api.example.com", null, "/a", null);
        mock("8443", null, "api.example.com:8443", null, "/a", null);
        assertThat(winner(request("svc", "GET", "api.example.com", 8443, "/a", "")))
                .isEqualTo("8443");
        assertThat(winner(request("svc", "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("any");
        rules.removeFirst();
        assertThat(winner(request("svc", "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo("none");
    }

    @Test
    void D124_hostsIgnoreCaseAndPathsDoNot() {
        mock("m", null, "API.Example.com", "get", "/Path", null);
        assertThat(winner(request("svc", "GET", "api.EXAMPLE.com", 443, "/Path", "")))
                .isEqualTo("m");
        assertThat(winner(request("svc", "GET", "api.example.com", 443, "/path", "")))
                .isEqualTo("none");
    }

    @Test
    void D125_aTargetThatIsAnItemIsMatchedByNameButNotByStar() {
        mock("star", null, "*", null, "/a", null);
        mock("own", null, "other", null, "/b", null);
        assertThat(winner(request("svc", "GET", "other", 80, "/a", ""))).isEqualTo("none");
        assertThat(winner(request("svc", "GET", "other", 80, "/b", ""))).isEqualTo("own");
        assertThat(winner(request("svc", "GET", "elsewhere", 80, "/a", ""))).isEqualTo("star");
    }

    @Test
    void aStarLabelMatchesOneOrMoreLabels() {
        mock("exact", null, "a.example.com", null, "/", null);
        mock("suffix", null, "*.example.com", null, "/", null);
        mock("any", null, "*", null, "/", null);
        assertThat(winner(request("svc", "GET", "a.example.com", 80, "/", ""))).isEqualTo("exact");
        assertThat(winner(request("svc", "GET", "x.y.example.com", 80, "/", "")))
                .isEqualTo("suffix");
        assertThat(winner(request("svc", "GET", "example.com", 80, "/", ""))).isEqualTo("any");
        assertThat(winner(request("svc", "GET", "badexample.com", 80, "/", ""))).isEqualTo("any");
    }

    @Test
    void D128_aPatternForCompactJsonMatchesPrettyPrintedJsonAndTheReverse() {
        mock("compact", null, "a.com", null, "/", contains("\"amount\":1998,\"currency\":\"usd\""));
        mock("pretty", null, "b.com", null, "/", matches("\"amount\": 1998, \"currency\": \"usd\""));
        String pretty = "{\n  \"amount\" : 1998,\n  \"currency\" : \"usd\"\n}";
        assertThat(winner(request("svc", "POST", "a.com", 80, "/", pretty))).isEqualTo("compact");
        assertThat(winner(request("svc", "POST", "b.com", 80, "/", "{\"amount\":1998,\"currency\":\"usd\"}")))
                .isEqualTo("pretty");
        mock("accent", null, "c.com", null, "/", contains("\"n\":\"caf\u00e9/x\""));
        assertThat(winner(request("svc", "POST", "c.com", 80, "/", "{\"n\": \"caf\\u00e9\\/x\"}")))
                .isEqualTo("accent");
    }

    @Test
    void aFormIsAlsoTriedDecoded() {
        mock("form", null, "a.com", null, "/", contains("to=+1555 now"));
        byte[] body = "to=%2B1555+now".getBytes(StandardCharsets.UTF_8);
        RequestView view = new RequestView(
                "svc",
                "a.com",
                80,
                "http",
                "POST",
                "/",
                () -> new RequestBody(body, "application/x-www-form-urlencoded; charset=utf-8", null));
        assertThat(winner(view)).isEqualTo("form");
    }

    @Test
    void D129_anEmptyBodySatisfiesNoCriterion() {
        mock("c", null, "a.com", null, "/", contains("x"));
        mock("m", null, "a.com", null, "/", matches(".*"));
        assertThat(winner(request("svc", "POST", "a.com", 80, "/", ""))).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"payment-service,A", "order-service,B"})
    void workedExample13(String origin, String winner) {
        mock("A", "payment-service", "api.example.com", null, "/a", null);
        mock("B", null, "api.example.com", null, "/a", null);
        assertThat(winner(request(origin, "GET", "api.example.com", 443, "/a", "")))
                .isEqualTo(winner);
    }

    @Test
    void theBodyIsAskedForOnlyWhenACandidateNeedsIt() {
        mock("plain", null, "a.com", null, "/a", null);
        mock("body", null, "a.com", null, "/b", contains("x"));
        MockIndex index = MockIndex.compile(rules, Set.of());
        RequestView plain = new RequestView("svc", "a.com", 80, "http", "GET", "/a", () -> {
            throw new AssertionError("asked");
        });
        assertThat(index.select(plain).winner()).isPresent();
        assertThat(index.needsBody(plain)).isFalse();
        assertThat(index.needsBody(request("svc", "GET", "a.com", 80, "/b", "x")))
                .isTrue();
    }
}
