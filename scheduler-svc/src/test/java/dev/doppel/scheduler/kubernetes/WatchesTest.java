package dev.doppel.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.kubernetes.fake.WatchLines;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Watches whose stream itself says that they have expired, which an API server does some time after it accepted them, also again and again: the pods
 * are listed and watched anew, nothing is missed and nothing is told twice.
 */
class WatchesTest {
    private static final String WATCH = "GET /api/v1/namespaces/.*/pods\\?.*watch=true";
    private static final String LIST = "GET /api/v1/namespaces/[^/]*/pods\\?(?!.*watch=true).*";

    private final KubernetesRig rig = new KubernetesRig(Map.of());
    private final Observed observed = new Observed();

    @AfterEach
    void close() {
        rig.close();
    }

    private long asked(String request) {
        return rig.cluster.api.requests().stream()
                .filter(one -> one.matches(request + ".*"))
                .count();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it was waited for").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private long told(String kind) {
        return observed.events().stream().filter(e -> e.kind().equals(kind)).count();
    }

    @Test
    void gone410InsideAStreamIsListedAgainAndWatchedFromThere() throws Exception {
        EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", "test/says"));
        rig.cluster.api.stream(WATCH, 1, WatchLines.expired());
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().start(plan, "api"));
        observed.await("its second line", e -> e.text().equals("two"));
        assertThat(observed.output("api")).containsExactly("one", "two");
        assertThat(told("addressed")).isOne();
        assertThat(asked(LIST)).as("at the start, and when it had expired").isBetween(2L, 3L);
    }

    @Test
    void whatHappenedWhileWatchesExpiredOneAfterAnotherIsLearnedFromTheListsOnce() throws Exception {
        EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", "test/ends-7"));
        rig.cluster.api.stream(WATCH, 4, WatchLines.bookmark("4711") + WatchLines.expired());
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().start(plan, "api"));
        Observed.Event end = observed.await("end", e -> e.kind().equals("exited"));
        assertThat(end.code()).isEqualTo(7);
        assertThat(end.lines()).endsWith("wrong");
        await(() -> asked(LIST) >= 5);
        assertThat(told("exited")).isOne();
        assertThat(told("addressed")).isOne();
    }

    @Test
    void aPodThatWentWhileTheWatchHadExpiredIsReportedOnce() throws Exception {
        EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", "test/runs"));
        rig.cluster.api.stream(WATCH, 4, WatchLines.expired());
        ProviderContract.get(rig.provider().create(plan, observed));
        ProviderContract.get(rig.provider().start(plan, "api"));
        long before = asked(LIST);
        rig.cluster
                .client
                .pods()
                .inNamespace(rig.cluster.namespaces().getFirst())
                .delete();
        observed.await("end", e -> e.kind().equals("exited"));
        await(() -> asked(LIST) >= 5);
        assertThat(before).as("it went while watches expired").isLessThan(5);
        assertThat(told("exited")).isOne();
    }

    @Test
    void aBookmarkIsNoPodAndTheNextWatchBeginsThere() throws Exception {
        EnvironmentPlan plan = KubernetesRig.plan("i", KubernetesRig.service("api", "test/says"));
        rig.cluster.api.stream(WATCH, 1, WatchLines.bookmark("4711"));
        // this API server has no streams of its own; so it is asked for a web socket again
        rig.cluster.api.fail(WATCH, 1, 410, "too old resource version");
        ProviderContract.get(rig.provider().create(plan, observed));
        await(() -> asked("GET .*/pods\\?.*resourceVersion=4711.*") > 0);
        assertThat(asked("GET .*/pods\\?.*allowWatchBookmarks=true.*")).isPositive();
        ProviderContract.get(rig.provider().start(plan, "api"));
        observed.await("its second line", e -> e.text().equals("two"));
        assertThat(asked(LIST)).as("at the start, and when it had expired").isBetween(2L, 3L);
    }
}
