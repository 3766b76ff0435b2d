package dev.doppel.scheduler.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.StartedItem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** What every provider does alike: create, observe, fail, remove, reap. */
public abstract class ProviderContract implements AutoCloseable {
    /** What an item does when it is started. */
    public enum Does {
        RUNS,
        SAYS_ONE_AND_TWO_AND_RUNS,
        SAYS_WRONG_AND_ENDS_WITH_7,
        /** Has a limit of memory and needs more. */
        RUNS_OUT_OF_MEMORY,
        CANNOT_START
    }

    protected final Observed observed = new Observed();

    /** The provider under test. */
    protected abstract EnvironmentProvider provider();

    /** Another life of the same process: the old one is forgotten without being closed. */
    protected abstract void forget();

    /** A service of this behaviour on port 8080. */
    protected abstract ItemPlan item(String name, Does does);

    /** A plan with the further port 3001. */
    protected abstract EnvironmentPlan plan(String instance, ItemPlan... items);

    /** What a future brings, or its failure as it was thrown; within a minute. */
    public static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            throw new AssertionError("not done within 60 s", e);
        }
    }

    private EnvironmentLayout create(EnvironmentPlan plan) throws Exception {
        return get(provider().create(plan, observed));
    }

    private StartedItem start(EnvironmentPlan plan, String item) throws Exception {
        return get(provider().start(plan, item));
    }

    private void remove(EnvironmentPlan plan) throws Exception {
        get(provider().remove(plan.instance(), plan.attempt()));
    }

    private Set<String> existing() throws Exception {
        return get(provider().existing()).stream()
                .map(one -> one.instance() + "/" + one.attempt())
                .collect(Collectors.toSet());
    }

    @Scenario
    void everyAddressAndListenerIsKnownBeforeAnythingStarts() throws Exception {
        EnvironmentPlan plan = plan("layout", item("api", Does.RUNS), item("pay", Does.RUNS));
        EnvironmentLayout layout = create(plan);
        assertThat(layout.items()).containsOnlyKeys("api", "pay");
        Set<String> addresses = layout.items().values().stream()
                .map(EnvironmentLayout.ItemAddress::interceptionAddress)
                .collect(Collectors.toSet());
        assertThat(addresses).hasSize(2).doesNotContainNull().doesNotContain(layout.outsideAddress());
        assertThat(of(layout, Role.ITEM)).extracting(ListenerSpec::item).contains("api", "pay");
        assertThat(of(layout, Role.OUTSIDE))
                .extracting(ListenerSpec::visiblePort)
                .contains(80, 443, 3001);
        assertThat(of(layout, Role.RUNNER)).hasSize(1);
        assertThat(of(layout, Role.DNS)).hasSize(1);
        Set<String> sockets = layout.listeners().stream()
                .map(one -> one.bindAddress() + ":" + one.bindPort())
                .collect(Collectors.toSet());
        assertThat(sockets).as("each its own socket").hasSameSizeAs(layout.listeners());
        remove(plan);
    }

    private static List<ListenerSpec> of(EnvironmentLayout layout, Role role) {
        return layout.listeners().stream().filter(one -> one.role() == role).toList();
    }

    @Scenario
    void anItemThatRunsHasAnAddressOfItsOwnAndItsLinesArriveInOrder() throws Exception {
        EnvironmentPlan plan = plan("runs", item("api", Does.SAYS_ONE_AND_TWO_AND_RUNS), item("pay", Does.RUNS));
        create(plan);
        StartedItem api = start(plan, "api");
        StartedItem pay = start(plan, "pay");
        assertThat(api.address()).matches("[0-9.]+").isNotEqualTo(pay.address());
        assertThat(api.detail()).isNotEmpty();
        observed.await("second line", e -> e.item().equals("api") && e.text().equals("two"));
        assertThat(observed.output("api")).containsExactly("one", "two");
        assertThat(observed.events()).noneMatch(e -> e.kind().equals("exited"));
        remove(plan);
    }

    @Scenario
    void anItemThatEndsIsReportedWithItsCodeAndLastLines() throws Exception {
        EnvironmentPlan plan = plan("ends", item("api", Does.SAYS_WRONG_AND_ENDS_WITH_7));
        create(plan);
        start(plan, "api");
        Observed.Event end = observed.await("end", e -> e.kind().equals("exited"));
        assertThat(end.code()).isEqualTo(7);
        assertThat(end.lines()).endsWith("wrong");
        remove(plan);
        assertThat(observed.events().stream().filter(e -> e.kind().equals("exited")))
                .hasSize(1);
    }

    @Scenario
    void memoryThatRanOutIsTheReasonOfAnEnd() throws Exception {
        EnvironmentPlan plan = plan("memory", item("api", Does.RUNS_OUT_OF_MEMORY));
        create(plan);
        start(plan, "api");
        Observed.Event end =
                observed.await("end", e -> e.kind().equals("exited") || e.text().contains("are not enforced"));
        if (end.kind().equals("progress")) {
            remove(plan);
            throw new NotHere(end.text());
        }
        assertThat(end.code()).isNotZero();
        assertThat(end.text()).startsWith("out of memory: the limit of the item was reached");
        remove(plan);
    }

    @Scenario
    void whatCannotStartNamesTheItemAndSaysWhy() throws Exception {
        EnvironmentPlan plan = plan("refused", item("api", Does.CANNOT_START));
        create(plan);
        assertThatThrownBy(() -> start(plan, "api"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("item api")
                .extracting(e -> ((EnvironmentFailure) e).item())
                .isEqualTo("api");
        remove(plan);
    }

    @Scenario
    void environmentsWithEqualItemsHaveNothingInCommon() throws Exception {
        EnvironmentPlan one = plan("one", item("api", Does.RUNS));
        EnvironmentPlan two = plan("two", item("api", Does.RUNS));
        EnvironmentLayout first = create(one);
        EnvironmentLayout second = create(two);
        assertThat(first.outsideAddress()).isNotEqualTo(second.outsideAddress());
        assertThat(start(one, "api").address()).isNotEqualTo(start(two, "api").address());
        assertThat(existing()).containsExactlyInAnyOrder("one/1", "two/1");
        remove(one);
        assertThat(existing()).containsExactly("two/1");
        remove(two);
    }

    @Scenario
    void theSameEnvironmentIsMadeOnce() throws Exception {
        EnvironmentPlan plan = plan("twice", item("api", Does.RUNS));
        create(plan);
        assertThatThrownBy(() -> create(plan))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("exists already");
        assertThat(existing()).as("the first is untouched").containsExactly("twice/1");
        start(plan, "api");
        remove(plan);
    }

    @Scenario
    void removalLeavesNothingMayBeRepeatedAndIsNoCrash() throws Exception {
        EnvironmentPlan plan = plan("removed", item("api", Does.RUNS));
        create(plan);
        start(plan, "api");
        remove(plan);
        remove(plan);
        assertThat(existing()).isEmpty();
        assertThat(observed.events()).noneMatch(e -> e.kind().equals("exited"));
        assertThatThrownBy(() -> start(plan, "api"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("item api was not started");
        get(provider().remove(plan("never", item("api", Does.RUNS)).instance(), 3));
    }

    @Scenario
    void anotherLifeFindsWhatTheFirstLeftAndRemovesIt() throws Exception {
        EnvironmentPlan plan = plan("orphan", item("api", Does.RUNS));
        create(plan);
        start(plan, "api");
        forget();
        assertThat(existing()).containsExactly("orphan/1");
        remove(plan);
        assertThat(existing()).isEmpty();
    }

    @Scenario
    void aRemovalEndsAStartThatIsUnderWay() throws Exception {
        EnvironmentPlan plan = plan("racing", item("api", Does.RUNS));
        create(plan);
        CompletableFuture<StartedItem> starting = provider().start(plan, "api");
        remove(plan);
        CompletableFuture<StartedItem> over = starting.handle((started, failure) -> started);
        get(over.thenApply(started -> true));
        assertThat(existing()).isEmpty();
    }
}
