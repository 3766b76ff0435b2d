package dev.doppel.matching.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest extends Mocks {
    @Test
    void D009_D010_anInnerStarIsExactlyOneSegment() {
        path("/2010-04-01/Accounts/*/Messages.json");
        assertThat(winner(post("/2010-04-01/Accounts/AC123/Messages.json", "a=b")))
                .isNotEqualTo("none");
        assertThat(winner(post("/2010-04-01/Accounts/AC123/sub/Messages.json", "")))
                .isEqualTo("none");
        assertThat(winner(post("/2010-04-01/Accounts//Messages.json", ""))).isEqualTo("none");
    }

    @Test
    void D117_exactBeatsVariableBeatsTrailingBeatsAny() {
        path("*");
        path("/v1/*");
        path("/v1/{id}/*");
        path("/v1/{id}");
        path("/v1/me");
        assertThat(winner(get("/v1/me"))).isEqualTo("/v1/me");
        assertThat(winner(get("/v1/7"))).isEqualTo("/v1/{id}");
        assertThat(winner(get("/v1/7/x"))).isEqualTo("/v1/{id}/*");
        assertThat(winner(get("/v1/"))).isEqualTo("/v1/*");
        assertThat(winner(get("/v2"))).isEqualTo("*");
    }

    @Test
    void D120_theQueryNeverTakesPart() {
        path("/v1/search");
        assertThat(winner(get("/v1/search?q=/other&x=1"))).isEqualTo("/v1/search");
        assertThat(winner(get("/v1/search?"))).isEqualTo("/v1/search");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/*            | /api/          | true
                    /api/*            | /api/a/b       | true
                    /api/*            | /api           | false
                    /api*             | /apix          | true
                    /api*             | /api/x         | true
                    /api*             | /ap            | false
                    /a                | /a/            | false
                    /a/               | /a/            | true
                    /a/               | /a             | false
                    /a/{id}           | /a/            | false
                    /a/{id}           | /a/b/c         | false
                    /a/:id/*          | /a/1/          | true
                    /a/:id/*          | /a/1/b/c       | true
                    /a/:id/*          | /a/1           | false
                    /a/{id}/x*        | /a/1/xyz/q     | true
                    /a/{id}/x*        | /a/1/y         | false
                    /files/*.pdf      | /files/a.pdf   | true
                    /files/*.pdf      | /files/.pdf    | false
                    /files/*.pdf      | /files/a/b.pdf | false
                    /files/a*b*c      | /files/aXbYc   | true
                    /files/a*b*c      | /files/abc     | false
                    /f/a*b*           | /f/aXbrest/q   | true
                    /f/a*b*           | /f/aX/b        | false
                    /**               | /              | true
                    /api/**           | /api           | true
                    /api/**           | /api/x/y       | true
                    /api/**/end       | /api/end       | true
                    /api/**/end       | /api/x/y/end   | true
                    /api/**/end       | /api/x/y       | false
                    /**/a/**/b        | /q/a/b         | true
                    /a{b}             | /a{b}          | true
                    /a{b}             | /axx           | false
                    /x:y              | /x:y           | true
                    /A                | /a             | false
                    /%7euser          | /~user         | true
                    /~user            | /%7Euser       | true
                    /a%2fb            | /a%2Fb         | true
                    /a%2Fb            | /a/b           | false
                    /a b              | /a%20b         | true
                    /{id}             | /a%2Fb         | true
                    *                 | /              | true
                    noslash           | /noslash       | true
                    """)
    void D121_D122_pathPatterns(String pattern, String path, boolean match) {
        path(pattern);
        assertThat(winner(get(path))).isEqualTo(match ? pattern : "none");
    }

    @Test
    void moreLiteralCharactersWin() {
        path("/a/*");
        path("/a/b/*");
        path("/{x}/list");
        path("/{x}/{y}");
        assertThat(winner(get("/a/b/c"))).isEqualTo("/a/b/*");
        assertThat(winner(get("/q/list"))).isEqualTo("/{x}/list");
        assertThat(winner(get("/q/r"))).isEqualTo("/{x}/{y}");
    }

    @Test
    void workedExamples12And14() {
        path("/v1/*");
        path("/v1/{id}");
        path("/v1/me");
        assertThat(List.of(winner(get("/v1/me")), winner(get("/v1/7")), winner(get("/v1/7/x"))))
                .containsExactly("/v1/me", "/v1/{id}", "/v1/*");
        rules.clear();
        mock("A", null, "api.example.com", "POST", "/v1/charges", null);
        mock("B", null, "api.example.com", null, "/v1/*", contains("usd"));
        assertThat(winner(post("/v1/charges", "currency=usd"))).isEqualTo("B");
    }
}
