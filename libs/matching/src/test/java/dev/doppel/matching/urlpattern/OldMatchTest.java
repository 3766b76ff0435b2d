package dev.doppel.matching.urlpattern;

import static dev.doppel.matching.Nodes.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldMatchTest {
    private static JsonNode entry(String origin, String method, String to, String url) {
        return json("{'origin': " + (origin == null ? "null" : "'" + origin + "'") + ", 'to': '" + to
                + "', 'request': {'method': '" + method + "', 'url': '" + url + "'}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    api.twilio.com                     | api.twilio.com | https://api.twilio.com/2010/x         | true
                    api.stripe.com/v1/charges          | api.stripe.com | https://api.stripe.com/v1/charges     | true
                    api.stripe.com/v1/charges          | api.stripe.com | https://api.stripe.com/v1/charges/ch_1/capture | true
                    API.Stripe.com/v1                  | api.stripe.com | https://api.stripe.com/v1/charges     | true
                    stripe.com                         | api.stripe.com | https://api.stripe.com/v1/charges     | false
                    order-service/v1/orders/100        | order-service  | http://order-service/v1/orders/1001   | true
                    order-service/v1/orders/100        | order-service  | http://order-service/v1/orders/200    | false
                    http://api.stripe.com/v1/charges   | api.stripe.com | https://api.stripe.com/v1/charges     | true
                    https://api.stripe.com             | api.stripe.com | http://api.stripe.com/v1/charges      | true
                    order-service:3001/v1/orders       | order-service  | http://order-service/v1/orders        | true
                    http://order-service:3001/v1       | order-service  | http://order-service:3001/v1/orders   | true
                    /v1/orders                         | order-service  | http://order-service/v1/orders/7      | true
                    /v2/orders                         | order-service  | http://order-service/v1/orders/7      | false
                    api.x.com/v1?limit=1               | api.x.com      | https://api.x.com/v1?limit=10         | true
                    api.x.com?limit=1                  | api.x.com      | https://api.x.com/v1?limit=10         | true
                    api.x.com/api.x.com                | api.x.com      | https://api.x.com/v1                  | false
                    api.x.com/v1/*/capture             | api.x.com      | https://api.x.com/v1/ch_1/capture     | true
                    api.x.com/v1/*/capture             | api.x.com      | https://api.x.com/v1/ch_1/refund      | false
                    *.x.com/v1                         | api.x.com      | https://api.x.com/v1                  | true
                    *.x.com                            | x.com          | https://x.com/v1                      | false
                    *                                  | x.com          | https://x.com/v1                      | true
                    api.x.com/                         | api.x.com      | https://api.x.com?a=b                 | true
                    """)
    void D005_D033_D045_urlPatterns(String pattern, String to, String url, boolean selected) {
        assertThat(OldMatch.of(null, null, pattern).test(entry("svc", "POST", to, url)))
                .isEqualTo(selected);
    }

    @Test
    void D164_patternsWithSchemeOrPortSelectAsIfWithout() {
        JsonNode entry = entry("a", "GET", "order-service", "http://order-service/v1/orders/7");
        for (String pattern : new String[] {
            "order-service/v1",
            "http://order-service/v1",
            "https://order-service:3001/v1",
            "order-service:80/v1",
            "HTTP://order-service"
        }) {
            assertThat(OldMatch.of(null, null, pattern).test(entry)).as(pattern).isTrue();
        }
    }

    @Test
    void originAndMethodRestrict() {
        JsonNode entry = entry("payment-service", "POST", "api.stripe.com", "https://api.stripe.com/v1");
        assertThat(OldMatch.of(null, null, null).test(entry)).isTrue();
        assertThat(OldMatch.of("payment-service", "post", "api.stripe.com/v1").test(entry))
                .isTrue();
        assertThat(OldMatch.of("order-service", null, null).test(entry)).isFalse();
        assertThat(OldMatch.of(null, "GET", null).test(entry)).isFalse();
        assertThat(OldMatch.of("*", "*", null).test(entry)).isTrue();
        JsonNode own = entry(null, "POST", "api-gateway", "http://api-gateway/v1/orders");
        assertThat(OldMatch.of(null, "POST", null).test(own)).isTrue();
        assertThat(OldMatch.of("api-gateway", null, null).test(own)).isFalse();
        assertThat(OldMatch.of("browser", null, null).test(entry("chromium", "GET", "a", "http://a/")))
                .isTrue();
    }

    @Test
    void failingCriteriaAreNamed() {
        JsonNode entry = entry(null, "POST", "api.stripe.com", "https://api.stripe.com/v1");
        assertThat(OldMatch.of("svc", "GET", "api.twilio.com").failing(entry))
                .containsExactly(
                        "origin is none (a test step), not svc",
                        "method is POST, not GET",
                        "url is https://api.stripe.com/v1, not api.twilio.com");
        assertThat(OldMatch.of(null, "POST", "/v1").failing(entry)).isEmpty();
    }
}
