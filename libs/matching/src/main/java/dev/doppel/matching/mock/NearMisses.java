package dev.doppel.matching.mock;

import dev.doppel.matching.mock.NearMiss.Criterion;
import dev.doppel.matching.mock.NearMiss.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ranks the mocks that did not match and explains them. Pure and thread-safe. */
public final class NearMisses {
    private static final int ORIGIN = 2;
    private static final int METHOD = 2;
    private static final int PORT = 3;
    private static final int BODY = 3;
    private static final int HOST = 30;
    private static final int MAX_PATH = 20;
    private static final int MAX_SHOWN = 80;

    private NearMisses() {}

    static List<NearMiss> of(List<Compiled> rules, Set<String> itemNames, RequestView request, int limit) {
        String host = Target.normalHost(request.host());
        List<Compiled> sameHost =
                rules.stream().filter(r -> r.matchesHost(host, itemNames)).toList();
        List<Compiled> considered = sameHost.isEmpty() ? similarHosts(rules, host) : sameHost;
        Head head = new Head(request.origin(), host, request.port(), request.method(), MockIndex.requestPath(request));
        List<NearMiss> byHead = considered.stream()
                .map(rule -> new Ranked(rule, distance(rule, head, itemNames)))
                .sorted(Comparator.comparingInt(Ranked::distance))
                .limit(limit)
                .map(ranked ->
                        new NearMiss(ranked.rule().rule(), ranked.distance(), reasons(ranked.rule(), head, itemNames)))
                .toList();
        BodyTexts texts = byHead.stream().anyMatch(m -> m.rule().body() != null)
                ? new BodyTexts(request.body().get())
                : new BodyTexts(RequestBody.EMPTY);
        return byHead.stream().map(m -> withBody(m, texts)).sorted(order()).toList();
    }

    /**
     * For people: the request, then a line for each near miss and each reason.
     *
     * @param misses as {@link MockIndex#nearest} gave them
     */
    public static String render(RequestView request, List<NearMiss> misses) {
        String caller = request.origin() == null ? "a test step" : request.origin();
        StringBuilder out = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.scheme())
                .append("://")
                .append(request.host())
                .append(defaultPort(request) ? "" : ":" + request.port())
                .append(shown(PathPattern.withoutQuery(request.rawPath())))
                .append(" from ")
                .append(caller)
                .append(": no mock matches\n");
        if (misses.isEmpty()) {
            return out.append("  no mock has this host or one like it\n").toString();
        }
        int number = 1;
        for (NearMiss miss : misses) {
            out.append("  ").append(number++).append(". ").append(miss.rule().name());
            if (miss.reasons().isEmpty()) {
                out.append(" matches now\n");
                continue;
            }
            out.append(miss.reasons().stream()
                    .map(r -> r.criterion().name().toLowerCase(Locale.ROOT) + " wants " + r.wanted()
                            + ", the request has " + r.got())
                    .collect(Collectors.joining("\n     ", "\n     ", "\n")));
        }
        return out.toString();
    }

    private static Comparator<NearMiss> order() {
        return Comparator.comparingInt(NearMiss::distance);
    }

    /** A request without its body, in normal form. */
    private record Head(@Nullable String origin, String host, int port, String method, String path) {}

    private record Ranked(Compiled rule, int distance) {}

    private static boolean originHolds(Compiled rule, Head head) {
        return rule.origin().isEmpty() || rule.origin().equals(head.origin());
    }

    private static boolean portHolds(Compiled rule, Head head) {
        return rule.target().port() == 0 || rule.target().port() == head.port();
    }

    private static boolean methodHolds(Compiled rule, Head head) {
        return rule.method().isEmpty() || rule.method().equalsIgnoreCase(head.method());
    }

    private static int distance(Compiled rule, Head head, Set<String> itemNames) {
        int target = !rule.matchesHost(head.host(), itemNames) ? HOST : portHolds(rule, head) ? 0 : PORT;
        return target
                + (originHolds(rule, head) ? 0 : ORIGIN)
                + (methodHolds(rule, head) ? 0 : METHOD)
                + Math.min(MAX_PATH, PathDistance.between(rule, head.path()));
    }

    private static List<Reason> reasons(Compiled rule, Head head, Set<String> itemNames) {
        List<Reason> reasons = new ArrayList<>();
        String origin = head.origin();
        if (!originHolds(rule, head)) {
            reasons.add(new Reason(Criterion.ORIGIN, rule.origin(), origin == null ? "none (a test step)" : origin));
        }
        boolean portHolds = portHolds(rule, head);
        if (!portHolds || !rule.matchesHost(head.host(), itemNames)) {
            reasons.add(new Reason(
                    Criterion.TARGET,
                    shown(rule.rule().target()),
                    shown(head.host()) + (portHolds ? "" : ":" + head.port())));
        }
        if (!methodHolds(rule, head)) {
            reasons.add(new Reason(Criterion.METHOD, rule.method(), head.method()));
        }
        if (PathDistance.between(rule, head.path()) > 0) {
            reasons.add(new Reason(Criterion.PATH, shown(rule.rule().path()), shown(head.path())));
        }
        return reasons;
    }

    private static NearMiss withBody(NearMiss miss, BodyTexts texts) {
        BodyCriterion criterion = miss.rule().body();
        if (criterion == null || BodyPredicate.of(criterion).test(texts) == BodyPredicate.Outcome.HOLDS) {
            return miss;
        }
        String wanted = switch (criterion) {
            case BodyCriterion.Contains(String text) -> "text containing \"" + shown(text) + "\"";
            case BodyCriterion.Matches(String regex) -> "text matching " + shown(regex);
        };
        List<String> all = texts.texts();
        String got = all.isEmpty() ? "no body" : "a body of " + all.getFirst().length() + " characters without it";
        List<Reason> reasons = new ArrayList<>(miss.reasons());
        reasons.add(new Reason(Criterion.BODY, wanted, got));
        return new NearMiss(miss.rule(), miss.distance() + BODY, reasons);
    }

    /** The rules of hosts within two edits, or that share the last two labels. */
    private static List<Compiled> similarHosts(List<Compiled> rules, String host) {
        Set<String> similar = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Compiled rule : rules) {
            String other = rule.target().host();
            if (seen.add(other) && (EditDistance.within(host, other, 2) || sameDomain(host, other))) {
                similar.add(other);
            }
        }
        return rules.stream().filter(r -> similar.contains(r.target().host())).toList();
    }

    private static boolean sameDomain(String host, String other) {
        return domain(host).equals(domain(other)) && !domain(host).isEmpty();
    }

    private static String domain(String host) {
        int last = host.lastIndexOf('.');
        return last <= 0 ? "" : host.substring(host.lastIndexOf('.', last - 1) + 1);
    }

    private static boolean defaultPort(RequestView request) {
        return request.port() == (request.scheme().equals("https") ? 443 : 80);
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
