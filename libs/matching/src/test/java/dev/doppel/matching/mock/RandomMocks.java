package dev.doppel.matching.mock;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;

/** Mocks and requests drawn from few words, so that they often meet. */
final class RandomMocks {
    static final Set<String> ITEMS = Set.of("orders", "payments");

    private static final String[] ORIGINS = {null, "*", "orders", "payments"};
    private static final String[] TARGETS = {
        "a.x.com", "b.x.com", "*.x.com", "*", "orders", "a.x.com:81", "*.x.com:81", "x.com"
    };
    private static final String[] METHODS = {null, "*", "GET", "POST"};
    private static final String[] SEGMENTS = {"a", "b", "ab", "{id}", ":id", "*", "a*", "*b", "a*b", "**", ""};
    private static final String[] WORDS = {"a", "b", "ab", "aab", "aXb", "", "c"};

    private RandomMocks() {}

    static MockRule rule(int id, Random random) {
        BodyCriterion body = switch (random.nextInt(4)) {
            case 0 ->
                new BodyCriterion.Contains(
                        pick(new String[] {"USD", "eur", "u", "E", "us", "r", "x", "xx", "q", "sd"}, random));
            case 1 -> new BodyCriterion.Matches(random.nextBoolean() ? "us.$" : "^e");
            default -> null;
        };
        return new MockRule(
                id,
                "m" + id,
                pick(ORIGINS, random),
                pick(TARGETS, random),
                pick(METHODS, random),
                pattern(random),
                body);
    }

    private static String pattern(Random random) {
        if (random.nextInt(12) == 0) {
            return random.nextBoolean() ? "*" : "/a/*";
        }
        StringBuilder path = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(pick(SEGMENTS, random));
        }
        return path.toString();
    }

    static RequestView request(Random random) {
        StringBuilder path = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(pick(WORDS, random));
        }
        String body = pick(new String[] {"usd", "eur", "", "xx"}, random);
        return new RequestView(
                random.nextBoolean() ? "orders" : null,
                pick(new String[] {"a.x.com", "B.x.com", "c.d.x.com", "x.com", "orders", "other"}, random),
                random.nextBoolean() ? 80 : 81,
                "http",
                random.nextBoolean() ? "GET" : "POST",
                path.toString(),
                () -> new RequestBody(body.getBytes(StandardCharsets.UTF_8), null, null));
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }
}
