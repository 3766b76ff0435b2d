package dev.doppel.mock.select;

import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.matching.mock.BodyCriterion;
import dev.doppel.matching.mock.MockIndex;
import dev.doppel.matching.mock.MockRule;
import dev.doppel.matching.mock.RequestBody;
import dev.doppel.matching.mock.RequestView;
import dev.doppel.matching.mock.Selection;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One version of an environment, compiled: nothing is parsed per request. Immutable, thread-safe, never blocks. */
public final class Snapshot {
    private static final int SHOWN = 20;

    private final EnvironmentState state;
    private final List<MockSpec> mocks;
    private final Map<InetAddress, String> peers;
    private final Map<String, EnvironmentItem> items;
    private final Compiled compiled;

    /** Mocks compiled; kept over versions that change only addresses. */
    private record Compiled(MockIndex index, PreparedAnswer[] answers, boolean bodies, MockIndex twins) {}

    private Snapshot(EnvironmentState state, List<MockSpec> mocks, Compiled compiled) {
        this.state = state;
        this.mocks = mocks;
        this.compiled = compiled;
        Map<String, EnvironmentItem> byName = new HashMap<>();
        Map<InetAddress, String> byAddress = new HashMap<>();
        for (EnvironmentItem item : state.items()) {
            byName.put(item.name(), item);
            if (item.address() != null) {
                byAddress.put(InetAddress.ofLiteral(item.address()), item.name());
            }
        }
        this.items = Map.copyOf(byName);
        this.peers = Map.copyOf(byAddress);
    }

    /**
     * Compiles a version.
     *
     * @param mocks the definition's mocks, from the record or its blob
     * @param before an earlier version whose compiled mocks are used again when they are the same
     * @throws RuntimeException with a text for the user when a mock or an address cannot be used
     */
    public static Snapshot of(EnvironmentState state, List<MockSpec> mocks, @Nullable Snapshot before) {
        boolean same = before != null
                && before.mocks.equals(mocks)
                && before.items.keySet().equals(names(state))
                && before.state.twins().equals(state.twins())
                && before.state.captureBytes() == state.captureBytes();
        return new Snapshot(state, mocks, before != null && same ? before.compiled : compile(state, mocks));
    }

    private static Set<String> names(EnvironmentState state) {
        return Set.copyOf(state.items().stream().map(EnvironmentItem::name).toList());
    }

    private static Compiled compile(EnvironmentState state, List<MockSpec> mocks) {
        List<MockSpec> ordered =
                mocks.stream().sorted(Comparator.comparingInt(MockSpec::index)).toList();
        List<MockRule> rules = new ArrayList<>(ordered.size());
        PreparedAnswer[] answers = new PreparedAnswer[ordered.size()];
        for (int i = 0; i < answers.length; i++) {
            MockSpec mock = ordered.get(i);
            answers[i] = PreparedAnswer.of(mock, state.captureBytes());
            rules.add(new MockRule(
                    i, mock.name(), mock.origin(), mock.target(), mock.method(), mock.path(), criterion(mock)));
        }
        return new Compiled(
                MockIndex.compile(rules, names(state)),
                answers,
                rules.stream().anyMatch(rule -> rule.body() != null),
                MockIndex.compile(twins(state.twins()), names(state)));
    }

    /** A twin is chosen as a mock for all paths of its hosts would be; a rule's number is the twin's place. */
    private static List<MockRule> twins(List<TwinSpec> twins) {
        List<MockRule> rules = new ArrayList<>();
        for (int i = 0; i < twins.size(); i++) {
            TwinSpec twin = twins.get(i);
            for (String target : twin.targets()) {
                rules.add(new MockRule(i, twin.name(), twin.origin(), target, null, "*", null));
            }
        }
        return rules;
    }

    private static @Nullable BodyCriterion criterion(MockSpec mock) {
        if (mock.bodyContains() != null) {
            return new BodyCriterion.Contains(mock.bodyContains());
        }
        return mock.bodyMatches() == null ? null : new BodyCriterion.Matches(mock.bodyMatches());
    }

    /** The record. */
    public EnvironmentState state() {
        return state;
    }

    /** The item with that address, or null for a stranger. */
    public @Nullable String peer(InetAddress address) {
        return peers.get(address);
    }

    /** The item of that name, or null. */
    public @Nullable EnvironmentItem item(String name) {
        return items.get(name);
    }

    /** Whether {@link #route} would look at the body. */
    public boolean needsBody(CallHead head) {
        return compiled.bodies && mockable(head) && compiled.index.needsBody(view(head, () -> RequestBody.EMPTY));
    }

    /**
     * Decides (spec 3.2, 3.7, 4).
     *
     * @param body asked at most once, and only when {@link #needsBody}
     */
    public Route route(CallHead head, Supplier<RequestBody> body) {
        RequestView view = view(head, body);
        if (mockable(head)) {
            Selection selection = compiled.index.select(view);
            MockRule rule = selection.rule();
            if (rule != null) {
                String tied = selection.tieWith().isEmpty()
                        ? null
                        : selection.tieWith().getFirst().name();
                return new Route.ToMock(compiled.answers[rule.id()], tied);
            }
        }
        EnvironmentItem item = items.get(head.host());
        if (item != null) {
            return item.kind() == ItemKind.SERVICE
                    ? new Route.ToItem(item)
                    : new Route.Refused(
                            502,
                            head.host() + " is a " + item.kind() + ", not a SERVICE: it takes no HTTP calls",
                            List.of(),
                            List.of());
        }
        MockRule twin = compiled.twins.select(view).rule();
        if (twin != null) {
            return new Route.ToTwin(state.twins().get(twin.id()).name());
        }
        return unmatched(head, view);
    }

    private Route unmatched(CallHead head, RequestView view) {
        List<NearMiss> ofHost = new ArrayList<>();
        List<NearMiss> all = new ArrayList<>();
        for (dev.doppel.matching.mock.NearMiss miss : compiled.index.nearest(view, SHOWN)) {
            NearMiss shown = new NearMiss(miss.rule().name(), reason(miss));
            all.add(shown);
            if (miss.reasons().stream()
                    .noneMatch(r -> r.criterion() == dev.doppel.matching.mock.NearMiss.Criterion.TARGET)) {
                ofHost.add(shown);
            }
        }
        if (state.egress().policy() == Egress.Policy.PASSTHROUGH
                || state.egress().allow().stream().anyMatch(pattern -> covers(pattern, head.host()))) {
            return new Route.ToOutside(ofHost);
        }
        return new Route.Refused(
                502,
                "no mock matches " + head.method() + " " + head.scheme() + "://" + head.host() + head.path()
                        + ", and calls that nothing matches are blocked here",
                ofHost,
                all);
    }

    private static String reason(dev.doppel.matching.mock.NearMiss miss) {
        if (miss.reasons().isEmpty()) {
            return "";
        }
        dev.doppel.matching.mock.NearMiss.Reason first = miss.reasons().getFirst();
        return first.criterion().name().toLowerCase(Locale.ROOT) + ": wants " + first.wanted() + ", the call has "
                + first.got();
    }

    private static boolean covers(String pattern, String host) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        return wanted.startsWith("*.")
                ? host.length() > wanted.length() - 1 && host.endsWith(wanted.substring(1))
                : wanted.equals(host);
    }

    private boolean mockable(CallHead head) {
        if (head.origin() != null) {
            return true;
        }
        EnvironmentItem item = items.get(head.host());
        return item == null || item.kind() != ItemKind.SERVICE;
    }

    private static RequestView view(CallHead head, Supplier<RequestBody> body) {
        return new RequestView(
                head.origin(), head.host(), head.port(), head.scheme(), head.method(), head.path(), body);
    }
}
