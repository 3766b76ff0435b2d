package dev.doppel.scheduler.process.inside;

import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.ItemPlan;
import java.io.IOException;

/** The contract, for processes of this machine. */
public final class ContractScenarios extends ProviderContract {
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
            return Rig.program(name, java.util.List.of("no-such-program"), java.util.Map.of(), java.util.Map.of());
        }
        return Rig.script(
                name,
                switch (does) {
                    case RUNS -> "sleep 100";
                    case SAYS_ONE_AND_TWO_AND_RUNS -> "echo one; echo two; sleep 100";
                    case SAYS_WRONG_AND_ENDS_WITH_7 -> "echo wrong; exit 7";
                    case RUNS_OUT_OF_MEMORY -> "echo java.lang.OutOfMemoryError: Java heap space; exit 3";
                    case CANNOT_START -> throw new IllegalArgumentException("has no script");
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
