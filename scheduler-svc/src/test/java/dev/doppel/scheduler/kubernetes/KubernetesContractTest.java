package dev.doppel.scheduler.kubernetes;

import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.contract.Scenario;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.ItemPlan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract, for a cluster; and again for a pool of prepared namespaces. */
class KubernetesContractTest {
    @TestFactory
    Stream<DynamicTest> namespacesAreCreated() {
        return scenarios(Map.of());
    }

    @TestFactory
    Stream<DynamicTest> namespacesComeFromAPool() {
        return scenarios(Map.of("pool", "team-a,team-b,team-c"));
    }

    private static Stream<DynamicTest> scenarios(Map<String, String> settings) {
        return Arrays.stream(ProviderContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Scenario.class))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method, settings)));
    }

    private static void run(Method method, Map<String, String> settings) throws Throwable {
        method.setAccessible(true);
        try (OnCluster scenarios = new OnCluster(settings)) {
            method.invoke(scenarios);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static final class OnCluster extends ProviderContract {
        private final KubernetesRig rig;

        OnCluster(Map<String, String> settings) {
            rig = new KubernetesRig(settings);
        }

        @Override
        protected EnvironmentProvider provider() {
            return rig.provider();
        }

        @Override
        protected void forget() {
            rig.forget();
        }

        @Override
        protected ItemPlan item(String name, Does does) {
            return KubernetesRig.service(
                    name,
                    switch (does) {
                        case RUNS -> "test/runs";
                        case SAYS_ONE_AND_TWO_AND_RUNS -> "test/says";
                        case SAYS_WRONG_AND_ENDS_WITH_7 -> "test/ends-7";
                        case RUNS_OUT_OF_MEMORY -> "test/oom";
                        case CANNOT_START -> "test/missing";
                    });
        }

        @Override
        protected EnvironmentPlan plan(String instance, ItemPlan... items) {
            return KubernetesRig.plan(instance, items);
        }

        @Override
        public void close() {
            rig.close();
        }
    }
}
