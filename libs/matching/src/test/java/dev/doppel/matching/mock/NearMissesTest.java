package dev.doppel.matching.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases are files under {@code near-misses}: request, mocks, then what is rendered. */
class NearMissesTest {
    private static final Set<String> ITEMS = Set.of("order-service", "payment-service");

    @ParameterizedTest
    @ValueSource(strings = {"each-criterion", "ranking", "other-host", "no-host", "step"})
    void D104_theRenderingNamesWhatFailed(String name) throws IOException {
        String[] parts = file(name).split("=== .*\n", -1);
        RequestView request = request(parts[1].strip());
        List<MockRule> rules = rules(parts[2].strip());
        List<NearMiss> misses = MockIndex.compile(rules, ITEMS).nearest(request, 10);
        assertThat(MockIndex.compile(rules, ITEMS).select(request).winner()).isEmpty();
        assertThat(NearMisses.render(request, misses)).isEqualTo(parts[3]);
    }

    @Test
    void distancesRankAndReasonsAreValues() {
        List<MockRule> rules = rules(
                "far   | -   | api.x.com | POST | /other/path | -\nnear  | -   | api.x.com | POST | /v1/orders  | -");
        List<NearMiss> misses =
                MockIndex.compile(rules, ITEMS).nearest(request("svc GET https api.x.com 443 /v1/orders body"), 5);
        assertThat(misses).extracting(m -> m.rule().name()).containsExactly("near", "far");
        assertThat(misses.getFirst().reasons())
                .containsExactly(new NearMiss.Reason(NearMiss.Criterion.METHOD, "POST", "GET"));
    }

    @Test
    void noReasonMeansThatTheMockMatches() {
        Random random = new Random(104L);
        for (int i = 0; i < 20_000; i++) {
            MockRule rule = RandomMocks.rule(0, random);
            RequestView request = RandomMocks.request(random);
            MockIndex index = MockIndex.compile(List.of(rule), RandomMocks.ITEMS);
            for (NearMiss miss : index.nearest(request, 1)) {
                assertThat(miss.reasons().isEmpty())
                        .as("%s for %s: %s", rule, request, miss)
                        .isEqualTo(index.select(request).winner().isPresent());
                assertThat(miss.distance() == 0).isEqualTo(miss.reasons().isEmpty());
            }
        }
    }

    private static RequestView request(String line) {
        String[] w = line.split(" ");
        byte[] body = w.length > 6 ? w[6].getBytes(StandardCharsets.UTF_8) : new byte[0];
        return new RequestView(
                w[0].equals("-") ? null : w[0],
                w[3],
                Integer.parseInt(w[4]),
                w[2],
                w[1],
                w[5],
                () -> new RequestBody(body, null, null));
    }

    private static List<MockRule> rules(String lines) {
        List<MockRule> rules = new ArrayList<>();
        for (String line : lines.split("\n")) {
            String[] w = line.split("\\|");
            for (int i = 0; i < w.length; i++) {
                w[i] = w[i].strip();
            }
            BodyCriterion body = w[5].equals("-")
                    ? null
                    : w[5].startsWith("~")
                            ? new BodyCriterion.Matches(w[5].substring(1))
                            : new BodyCriterion.Contains(w[5]);
            rules.add(new MockRule(
                    rules.size(),
                    w[0],
                    w[1].equals("-") ? null : w[1],
                    w[2],
                    w[3].equals("-") ? null : w[3],
                    w[4],
                    body));
        }
        return rules;
    }

    private static String file(String name) throws IOException {
        try (InputStream in = NearMissesTest.class.getResourceAsStream("/near-misses/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
