package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All mocks of one definition, compiled for selection at a cost that does not grow with their number: host, then path, then method,
 * then origin lead to short lists that are already in the order of spec 4.6. Where many mocks of one place look for texts in the body,
 * one pass finds them all; only regexes are tried one by one. Immutable,
 * thread-safe, never blocks.
 *
 * <p>Calls of test steps to SERVICE items are never mocked (spec 3.2): the caller knows them and does not ask.
 */
public final class MockIndex {
    private final List<Compiled> rules;
    private final Set<String> itemNames;
    private final HostTable hosts;

    private MockIndex(List<Compiled> rules, Set<String> itemNames) {
        this.rules = rules;
        this.itemNames = itemNames;
        this.hosts = new HostTable(itemNames);
        rules.forEach(hosts::add);
        hosts.freeze();
    }

    /**
     * Compiles.
     *
     * @param rules in definition order
     * @param itemNames names of items, which {@code *} targets do not match
     * @throws MockSyntaxException naming the first rule that cannot be used; see {@link MockCheck} for validation
     */
    public static MockIndex compile(List<MockRule> rules, Set<String> itemNames) {
        Set<String> names = Set.copyOf(itemNames);
        return new MockIndex(Compiled.rank(rules, names), names);
    }

    /** Selects by spec 4.2 and 4.6. */
    public Selection select(RequestView request) {
        List<Bucket> candidates = candidates(request);
        return candidates.isEmpty() ? Selection.NONE : new Contest(candidates, request).run();
    }

    /** Whether selection would look at the body; when false, {@link #select} never calls the supplier. */
    public boolean needsBody(RequestView request) {
        return candidates(request).stream().anyMatch(Bucket::needsBody);
    }

    /** The mocks closest to the request, nearest first: of its host, or when it has none, of similar hosts. */
    public List<NearMiss> nearest(RequestView request, int limit) {
        return NearMisses.of(rules, itemNames, request, limit);
    }

    /** Pairs of rules with identical criteria, for the warning at validation (spec 4.6). */
    public static List<Ambiguity> ambiguities(List<MockRule> rules) {
        record Criteria(
                String origin,
                Target.Form form,
                String host,
                int port,
                String method,
                String path,
                @Nullable BodyPredicate body,
                @Nullable String regex) {}
        Map<Criteria, MockRule> firsts = new LinkedHashMap<>();
        List<Ambiguity> pairs = new ArrayList<>();
        for (MockRule rule : rules) {
            Compiled c = Compiled.compile(rule, Set.of());
            boolean regex = c.body() instanceof BodyPredicate.Matches;
            Criteria criteria = new Criteria(
                    c.origin(),
                    c.target().form(),
                    c.target().host(),
                    c.target().port(),
                    c.method(),
                    c.path().normalForm(),
                    regex ? null : c.body(),
                    c.body() instanceof BodyPredicate.Matches(var pattern) ? pattern.text() : null);
            MockRule first = firsts.putIfAbsent(criteria, rule);
            if (first != null) {
                pairs.add(new Ambiguity(first, rule));
            }
        }
        return pairs;
    }

    private List<Bucket> candidates(RequestView request) {
        List<Bucket> found = new ArrayList<>();
        String path = requestPath(request);
        String method = request.method().toUpperCase(Locale.ROOT);
        hosts.lookUp(
                Target.normalHost(request.host()),
                request.port(),
                trie -> trie.lookUp(path, leaf -> leaf.collect(method, request.origin(), found)));
        return found;
    }

    /** The path for comparison. */
    static String requestPath(RequestView request) {
        String path = PathPattern.withoutQuery(request.rawPath());
        return path.isEmpty() ? "/" : PathCoding.normalize(path);
    }
}
