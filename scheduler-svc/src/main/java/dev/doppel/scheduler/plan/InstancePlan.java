package dev.doppel.scheduler.plan;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.definition.model.Broker;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.HealthCheck;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Twin;
import dev.doppel.definition.model.Worker;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.life.Facts;
import dev.doppel.scheduler.life.ItemFact;
import dev.doppel.scheduler.store.InstanceRow;
import dev.doppel.scheduler.store.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a definition means for an environment. Pure. */
public final class InstancePlan {
    /** Stands for a project folder that the platform cannot see. */
    static final Path NO_ROOT = Path.of("/nonexistent");

    private InstancePlan() {}

    /** Items that run, with their stages, and the limits of spec 8.3. */
    public static Facts facts(Definition definition, Facts.Patience patience) {
        List<ItemFact> items = new ArrayList<>();
        for (Item item : definition.items()) {
            switch (item) {
                case Service service ->
                    items.add(fact(item, ItemKind.SERVICE, false, words(service.healthCheck(), service.port())));
                case Worker worker -> items.add(fact(item, ItemKind.WORKER, worker.oneShot(), ""));
                case Database database ->
                    items.add(fact(
                            item,
                            ItemKind.DATABASE,
                            false,
                            database.engine().text() + " on port "
                                    + database.engine().port()));
                case Broker broker ->
                    items.add(fact(item, ItemKind.BROKER, false, words(broker.healthCheck(), broker.port())));
                case Mock mock -> {}
                case Twin twin -> {}
            }
        }
        return new Facts(
                items, definition.config().timeout(), definition.config().timeout(), patience);
    }

    private static ItemFact fact(Item item, ItemKind kind, boolean oneShot, String probe) {
        return new ItemFact(item.name(), kind, item.stage(), oneShot, probe);
    }

    private static String words(HealthCheck check, int port) {
        return switch (check) {
            case HealthCheck.Tcp tcp -> "tcp on port " + port;
            case HealthCheck.HttpGet get -> "GET " + get.path() + " on port " + port;
        };
    }

    /**
     * The plan for a provider.
     *
     * @param localCommands whether images may be run by local commands: only where the provider runs processes of this machine
     */
    public static EnvironmentPlan environment(
            InstanceRow row, Definition definition, Files files, RunOptions options, boolean localCommands) {
        ItemPlans plans = new ItemPlans(files, localCommands ? options.localImages() : List.of());
        List<ItemPlan> items = new ArrayList<>();
        for (Item item : definition.items()) {
            switch (item) {
                case Service service -> items.add(plans.service(service));
                case Worker worker -> items.add(plans.worker(worker));
                case Database database -> items.add(plans.database(database));
                case Broker broker -> items.add(plans.broker(broker));
                case Mock mock -> {}
                case Twin twin -> {}
            }
        }
        String root = options.projectRoot();
        return new EnvironmentPlan(
                row.run(), row.id(), row.attempt(), root == null ? NO_ROOT : Path.of(root), items, ports(definition));
    }

    /** Every port that calls may come on beside 80 and 443 (spec 3.3). */
    static Set<Integer> ports(Definition definition) {
        Set<Integer> ports = new TreeSet<>();
        for (Item item : definition.items()) {
            switch (item) {
                case Service service -> ports.add(service.port());
                case Mock mock -> add(ports, mock.criteria().target());
                case Twin twin -> twin.targets().forEach(target -> add(ports, target));
                case Worker worker -> {}
                case Database database -> {}
                case Broker broker -> {}
            }
        }
        ports.remove(80);
        ports.remove(443);
        return ports;
    }

    private static void add(Set<Integer> ports, Mock.Target target) {
        Integer port = target.port();
        if (port != null) {
            ports.add(port);
        }
    }
}
