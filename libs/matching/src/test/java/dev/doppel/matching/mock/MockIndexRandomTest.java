package dev.doppel.matching.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The index against a matcher that tries every rule, written from the list of spec 4.6. */
class MockIndexRandomTest {
    private static final long SEED = 4_6L;
    private static final Set<String> ITEMS = RandomMocks.ITEMS;

    @Test
    void theIndexSelectsWhatTheNaiveMatcherSelects() {
        Random random = new Random(SEED);
        for (int round = 0; round < 400; round++) {
            List<MockRule> rules = new ArrayList<>();
            int count = 1 + random.nextInt(round % 10 == 0 ? 400 : 25);
            for (int i = 0; i < count; i++) {
                rules.add(RandomMocks.rule(i, random));
            }
            MockIndex index = MockIndex.compile(rules, ITEMS);
            for (int i = 0; i < 40; i++) {
                RequestView request = RandomMocks.request(random);
                Selection selection = index.select(request);
                List<MockRule> expected = naive(rules, request);
                List<MockRule> actual = new ArrayList<>();
                selection.winner().ifPresent(actual::add);
                actual.addAll(selection.tieWith());
                assertThat(actual)
                        .as("seed %d round %d: %s among %s", SEED, round, request, rules)
                        .isEqualTo(expected.subList(0, Math.min(11, expected.size())));
            }
        }
    }

    /** Winner and those it ties with. */
    private static List<MockRule> naive(List<MockRule> rules, RequestView request) {
        Comparator<MockRule> order = Comparator.<MockRule, Integer>comparing(r -> r.body() == null ? 1 : 0)
                .thenComparing(r -> -points(r))
                .thenComparing(r -> pathClass(r.path()))
                .thenComparing(r -> -literals(r.path()))
                .thenComparing(r -> r.target().contains(":") ? 0 : 1);
        List<MockRule> candidates =
                rules.stream().filter(r -> candidate(r, request)).sorted(order).toList();
        return candidates.stream()
                .filter(r -> order.compare(r, candidates.getFirst()) == 0)
                .toList();
    }

    private static boolean given(String value) {
        return value != null && !value.equals("*");
    }

    private static int points(MockRule r) {
        String host = r.target().split(":")[0];
        int target = host.equals("*") ? 0 : host.startsWith("*.") ? 1 : 2;
        int path = new int[] {2, 2, 1, 1, 0}[pathClass(r.path())];
        return (given(r.origin()) ? 1 : 0) + target + (given(r.method()) ? 1 : 0) + path;
    }

    private static int pathClass(String pattern) {
        if (pattern.equals("*")) {
            return 4;
        }
        String[] parts = pattern.substring(1).split("/", -1);
        boolean variable = false;
        boolean trailing = false;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (part.equals("**") || (last && part.endsWith("*"))) {
                trailing = true;
                variable |= !part.equals("**")
                        && part.substring(0, part.length() - 1).contains("*");
            } else {
                variable |= part.contains("*") || part.equals("{id}") || part.equals(":id");
            }
        }
        return trailing ? (variable ? 2 : 3) : (variable ? 1 : 0);
    }

    private static int literals(String pattern) {
        return pattern.equals("*")
                ? 0
                : pattern.replace("{id}", "")
                        .replace(":id", "")
                        .replace("*", "")
                        .length();
    }

    private static boolean candidate(MockRule r, RequestView request) {
        String host = request.host().toLowerCase();
        String[] target = r.target().split(":");
        boolean hostHolds = target[0].equals("*")
                ? !ITEMS.contains(host)
                : target[0].startsWith("*.") ? host.endsWith(target[0].substring(1)) : host.equals(target[0]);
        return hostHolds
                && (target.length == 1 || Integer.parseInt(target[1]) == request.port())
                && (!given(r.origin()) || r.origin().equals(request.origin()))
                && (!given(r.method()) || r.method().equals(request.method()))
                && (r.path().equals("*") || pathHolds(r.path(), request.rawPath()))
                && bodyHolds(r.body(), new String(request.body().get().bytes(), StandardCharsets.UTF_8));
    }

    private static boolean pathHolds(String pattern, String path) {
        StringBuilder regex = new StringBuilder();
        String[] parts = pattern.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (part.equals("**")) {
                regex.append("(/[^/]*)*");
                continue;
            }
            regex.append('/');
            boolean open = last && part.endsWith("*");
            String text = open ? part.substring(0, part.length() - 1) : part;
            if (text.equals("{id}") || text.equals(":id") || text.equals("*")) {
                regex.append("[^/]+");
            } else {
                regex.append(Pattern.quote(text).replace("*", "\\E[^/]+\\Q"));
            }
            regex.append(open ? ".*" : "");
        }
        return path.matches(regex.toString());
    }

    private static boolean bodyHolds(BodyCriterion criterion, String body) {
        return switch (criterion) {
            case null -> true;
            case BodyCriterion.Contains(String text) -> body.toLowerCase().contains(text.toLowerCase());
            case BodyCriterion.Matches(String regex) ->
                !body.isEmpty() && Pattern.compile(regex).matcher(body).find();
        };
    }

    @Test
    void tenThousandMocksCostAboutAsMuchAsOne() {
        MockIndex one = MockIndex.compile(List.of(numbered(7777)), Set.of());
        List<MockRule> rules = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rules.add(numbered(i));
        }
        MockIndex many = MockIndex.compile(rules, Set.of());
        RequestView request = new RequestView(
                "svc", "api7.example.com", 443, "https", "GET", "/v1/things/7777/x", () -> RequestBody.EMPTY);
        long small = nanos(one, request, 20_000);
        long large = nanos(many, request, 20_000);
        assertThat(many.select(request).winner().orElseThrow().name()).isEqualTo("m7777");
        assertThat((double) large / small)
                .as("%d ns against %d ns", large, small)
                .isLessThan(20);
    }

    @Test
    void tenThousandTextsOnOnePathCostOnePass() {
        List<MockRule> rules = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rules.add(new MockRule(
                    i, "m" + i, null, "llm", null, "/chat", new BodyCriterion.Contains("Ticket number " + i + ".")));
        }
        MockIndex many = MockIndex.compile(rules, Set.of());
        MockIndex one = MockIndex.compile(rules.subList(7777, 7778), Set.of());
        byte[] body = ("{\"content\":\"" + "please classify ".repeat(100) + " TICKET number 7777.\"}")
                .getBytes(StandardCharsets.UTF_8);
        RequestView request = new RequestView(
                "svc", "llm", 443, "https", "POST", "/chat", () -> new RequestBody(body, "application/json", null));
        assertThat(many.select(request).winner().orElseThrow().name()).isEqualTo("m7777");
        assertThat(many.select(request).tieWith()).isEmpty();
        long small = nanos(one, request, 500);
        long large = nanos(many, request, 500);
        assertThat((double) large / small)
                .as("%d ns against %d ns", large, small)
                .isLessThan(30);
    }

    @Test
    void manyTextsAreFoundAsOneByOne() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            List<String> texts = Stream.generate(() -> word(random, 1, 4))
                    .limit(30)
                    .distinct()
                    .toList();
            String text = word(random, 0, 40);
            BitSet found = new BitSet();
            new TextSearch(texts).find(text, found);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(found.get(i)).as("%s in %s", texts.get(i), text).isEqualTo(text.contains(texts.get(i)));
            }
        }
    }

    private static String word(Random random, int least, int more) {
        StringBuilder word = new StringBuilder();
        int length = least + random.nextInt(more);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    private static MockRule numbered(int i) {
        String path =
                i % 3 == 0 ? "/v1/things/" + i : i % 3 == 1 ? "/v1/things/" + i + "/{y}" : "/v1/things/" + i + "/*";
        return new MockRule(i, "m" + i, null, "api" + i % 10 + ".example.com", i % 2 == 0 ? "POST" : "GET", path, null);
    }

    /** The least of many, so that other load does not count. */
    private static long nanos(MockIndex index, RequestView request, int times) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            index.select(request);
            least = Math.min(least, System.nanoTime() - start);
        }
        return Math.max(1, least);
    }

    @Test
    void hostilePatternsAndPathsStayBounded() {
        List<MockRule> rules = new ArrayList<>();
        rules.add(new MockRule(0, "deep", null, "h", null, "/**/a".repeat(8) + "/end", null));
        rules.add(new MockRule(1, "stars", null, "h", null, "/" + "a*".repeat(500) + "b/c", null));
        rules.add(new MockRule(2, "regex", null, "h", null, "*", new BodyCriterion.Matches("(x+x+)+y")));
        MockIndex index = MockIndex.compile(rules, Set.of());
        long start = System.nanoTime();
        index.select(new RequestView(
                "s",
                "h",
                80,
                "http",
                "POST",
                "/a".repeat(900),
                () -> new RequestBody("x".repeat(200_000).getBytes(StandardCharsets.UTF_8), null, null)));
        index.select(new RequestView(
                "s", "h", 80, "http", "POST", "/" + "a".repeat(30_000) + "/c", () -> RequestBody.EMPTY));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
