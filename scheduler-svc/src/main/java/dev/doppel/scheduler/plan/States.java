package dev.doppel.scheduler.plan;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.Probe;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.definition.model.Broker;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.HealthCheck;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Twin;
import dev.doppel.definition.model.Worker;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.life.ItemProgress;
import dev.doppel.scheduler.life.Items;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Running items as interception and runners see them. Pure. */
public final class States {
    private States() {}

    /** Items of an environment's wanted state; {@code progress} is null while nothing has started. */
    public static List<EnvironmentItem> items(
            Definition definition, EnvironmentLayout layout, @Nullable Items progress) {
        List<EnvironmentItem> items = new ArrayList<>();
        for (Item item : definition.items()) {
            switch (item) {
                case Service service ->
                    items.add(item(
                            item,
                            ItemKind.SERVICE,
                            service.port(),
                            probe(service.healthCheck(), service.port()),
                            layout,
                            progress));
                case Worker worker -> items.add(item(item, ItemKind.WORKER, null, null, layout, progress));
                case Database database -> {
                    int port = database.engine().port();
                    Probe.Kind kind =
                            database.engine() == Database.Engine.POSTGRES ? Probe.Kind.POSTGRES : Probe.Kind.TCP;
                    items.add(item(item, ItemKind.DATABASE, port, new Probe(kind, port, null, 1), layout, progress));
                }
                case Broker broker ->
                    items.add(item(
                            item,
                            ItemKind.BROKER,
                            broker.port(),
                            probe(broker.healthCheck(), broker.port()),
                            layout,
                            progress));
                case Mock mock -> {}
                case Twin twin -> {}
            }
        }
        return items;
    }

    private static EnvironmentItem item(
            Item item,
            ItemKind kind,
            @Nullable Integer port,
            @Nullable Probe probe,
            EnvironmentLayout layout,
            @Nullable Items progress) {
        EnvironmentLayout.ItemAddress at = layout.items().get(item.name());
        return new EnvironmentItem(
                item.name(),
                kind,
                at == null ? null : at.interceptionAddress(),
                address(item.name(), layout, progress),
                port,
                probe,
                started(item.name(), progress));
    }

    private static @Nullable String address(String name, EnvironmentLayout layout, @Nullable Items progress) {
        ItemProgress one = progress == null ? null : progress.get(name);
        if (one != null && one.address() != null) {
            return one.address();
        }
        EnvironmentLayout.ItemAddress at = layout.items().get(name);
        return at == null ? null : at.address();
    }

    private static boolean started(String name, @Nullable Items progress) {
        ItemProgress one = progress == null ? null : progress.get(name);
        return one != null
                && (one.status() == ItemProgress.Status.STARTED || one.status() == ItemProgress.Status.READY);
    }

    private static Probe probe(HealthCheck check, int port) {
        return switch (check) {
            case HealthCheck.Tcp tcp -> new Probe(Probe.Kind.TCP, port, null, 2);
            case HealthCheck.HttpGet get -> new Probe(Probe.Kind.HTTP, port, get.path(), 2);
        };
    }

    /** Endpoints for a runner; databases with their real address and credentials. */
    public static List<ItemEndpoint> endpoints(
            Definition definition, EnvironmentLayout layout, @Nullable Items progress) {
        List<ItemEndpoint> endpoints = new ArrayList<>();
        for (Item item : definition.items()) {
            String address = address(item.name(), layout, progress);
            switch (item) {
                case Service service -> endpoints.add(plain(item, ItemKind.SERVICE, address, service.port()));
                case Worker worker -> endpoints.add(plain(item, ItemKind.WORKER, null, null));
                case Broker broker -> endpoints.add(plain(item, ItemKind.BROKER, address, broker.port()));
                case Database database -> {
                    Database.Access access = database.access();
                    endpoints.add(new ItemEndpoint(
                            item.name(),
                            ItemKind.DATABASE,
                            address,
                            database.engine().port(),
                            database.engine().text(),
                            access.dbName(),
                            access.user(),
                            access.noAuth() ? null : access.password()));
                }
                case Mock mock -> {}
                case Twin twin -> {}
            }
        }
        return endpoints;
    }

    private static ItemEndpoint plain(Item item, ItemKind kind, @Nullable String address, @Nullable Integer port) {
        return new ItemEndpoint(item.name(), kind, address, port, null, null, null, null);
    }
}
