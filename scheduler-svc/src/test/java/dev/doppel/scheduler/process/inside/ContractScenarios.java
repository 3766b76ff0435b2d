package dev.doppel.scheduler.process.inside;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.ItemPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The contract, for processes of this machine. */
public final class ContractScenarios extends ProviderContract {
    /** Holds 60 MB, then ends with its code; needs no more where nothing limits it. */
    private static final List<String> GREEDY =
            List.of("sh", "-c", "head -c 70000000 /dev/zero | tail -c 60000000 >/dev/null; exit $?");

    private static final ItemPlan.Limits LIMITS = new ItemPlan.Limits(null, 32);

    private final Rig rig = new Rig();

    public ContractScenarios() throws IOException {}

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
        if (does == Does.CANNOT_START) {
            return Rig.program(name, List.of("no-such-program"), Map.of(), Map.of());
        }
        if (does == Does.RUNS_OUT_OF_MEMORY) {
            return new ItemPlan(
                    name, ItemKind.SERVICE, null, null, GREEDY, 8080, Map.of(), Map.of(), LIMITS, null, null);
        }
        return Rig.script(
                name,
                switch (does) {
                    case RUNS -> "sleep 100";
                    case SAYS_ONE_AND_TWO_AND_RUNS -> "echo one; echo two; sleep 100";
                    case SAYS_WRONG_AND_ENDS_WITH_7 -> "echo wrong; exit 7";
                    case RUNS_OUT_OF_MEMORY, CANNOT_START -> throw new IllegalArgumentException("has no script");
                });
    }

    @Override
    protected EnvironmentPlan plan(String instance, ItemPlan... items) {
        return rig.plan(instance, items);
    }

    @Override
    public void close() {
        rig.close();
    }
}
