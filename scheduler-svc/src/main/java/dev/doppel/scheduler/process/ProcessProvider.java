package dev.doppel.scheduler.process;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.StartedItem;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Environments on this machine: processes in network, mount, PID, UTS and IPC namespaces of their own, on a bridge per environment. Lives
 * inside the platform's namespaces, so that whatever happens to the platform, the kernel removes everything. Nothing is touched before
 * the first call. Thread-safe.
 */
@Singleton
public class ProcessProvider implements EnvironmentProvider {
    /** A start that makes a template for the first time may take seconds; what it spawns later is stopped at once. */
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    /** How often the network counters of items are read. */
    private static final long WATCH_MILLIS = 250;

    private final ProcessConfig config;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("isolation-watch").daemon().factory());
    private final Network network = new Network(executor);
    private final Slots slots = new Slots();
    private final Map<Existing, Environment> environments = new ConcurrentHashMap<>();
    private @Nullable Machine machine;
    private @Nullable DatabaseEngines engines;

    @Inject
    public ProcessProvider(ProcessConfig config) {
        this.config = config;
        watching.scheduleWithFixedDelay(
                () -> environments.values().forEach(Environment::lookAtIsolation),
                WATCH_MILLIS,
                WATCH_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public CompletableFuture<List<String>> check(EnvironmentPlan plan) {
        return async(() -> {
            List<String> problems = new ArrayList<>();
            if (plan.items().size() > AddressPlan.MAX_ITEMS) {
                problems.add("the definition has " + plan.items().size() + " items, this machine runs at most "
                        + AddressPlan.MAX_ITEMS + " in one environment");
            }
            String access = ItemCommand.accessProblem(plan, machine().uidMap());
            if (access != null) {
                problems.add(access);
            }
            for (ItemPlan item : plan.items()) {
                String problem = switch (item.kind()) {
                    case SERVICE, WORKER -> {
                        String command = ItemCommand.problem(item);
                        yield command != null ? command : ItemCommand.elsewhereProblem(plan, item);
                    }
                    case DATABASE -> checkDatabase(item);
                    case BROKER -> "item " + item.name() + ": brokers cannot be run on this machine yet";
                };
                if (problem != null) {
                    problems.add(problem);
                }
            }
            return problems;
        });
    }

    @Override
    public CompletableFuture<EnvironmentLayout> create(EnvironmentPlan plan, EnvironmentObserver observer) {
        return async(() -> {
            Existing id = new Existing(plan.instance(), plan.attempt());
            Path directory = machine().state().environment(plan.instance(), plan.attempt());
            AddressPlan addresses = new AddressPlan(slots.take());
            NetworkPlan links = new NetworkPlan(addresses, plan.items().size());
            Environment environment = new Environment(plan, observer, links, directory);
            if (environments.putIfAbsent(id, environment) != null) {
                slots.free(addresses.slot());
                throw new EnvironmentFailure(
                        null, "the environment of " + plan.instance() + " exists already", List.of());
            }
            try {
                machine().state().rememberSlot(directory, addresses.slot());
                network.create(links);
            } catch (IOException | RuntimeException e) {
                remove(id);
                throw new EnvironmentFailure(
                        null,
                        "the network of the environment could not be made on this machine: " + e.getMessage(),
                        List.of());
            }
            return addresses.layout(plan);
        });
    }

    @Override
    public CompletableFuture<StartedItem> start(EnvironmentPlan plan, String item) {
        return async(() -> {
            Environment environment = environments.get(new Existing(plan.instance(), plan.attempt()));
            if (environment == null) {
                throw new EnvironmentFailure(
                        item, "item " + item + " was not started: there is no environment", List.of());
            }
            environment.startBegins(item);
            try {
                return start(environment, plan, item);
            } finally {
                environment.startEnded();
            }
        });
    }

    private StartedItem start(Environment environment, EnvironmentPlan plan, String item)
            throws IOException, InterruptedException {
        ItemPlan wanted = plan.item(item);
        Spawner.Place place = environment.place(item);
        Spawner spawner = new Spawner(machine(), config, clock);
        return switch (wanted.kind()) {
            case SERVICE, WORKER -> {
                environment.add(item, spawner.startProgram(wanted, place, plan.projectRoot(), environment.observer()));
                yield new StartedItem(
                        item,
                        place.address(),
                        String.join(" ", ItemCommand.of(wanted).words()));
            }
            case DATABASE -> startDatabase(environment, wanted, place, spawner);
            case BROKER ->
                throw new EnvironmentFailure(
                        item, "item " + item + ": brokers cannot be run on this machine yet", List.of());
        };
    }

    private StartedItem startDatabase(Environment environment, ItemPlan item, Spawner.Place place, Spawner spawner)
            throws IOException, InterruptedException {
        if (!(engines().choose(item) instanceof DatabaseEngines.Choice.Use use)) {
            throw new EnvironmentFailure(item.name(), String.valueOf(engines().problem(item)), List.of());
        }
        if (use.note() != null) {
            environment.observer().progress(item.name(), use.note());
        }
        Path cache = Path.of(config.cacheDir());
        PostgresBinaries binaries = use.engine().binaries(cache);
        Path template = machine().state().template(use.engine(), cache);
        DatabaseItem database = new DatabaseItem(item, spawner, place, environment, config.databaseStart());
        database.start(use.engine(), binaries, template);
        return new StartedItem(
                item.name(), place.address(), "postgres " + use.engine().version());
    }

    @Override
    public CompletableFuture<Void> remove(InstanceId instance, int attempt) {
        return async(() -> {
            remove(new Existing(instance, attempt));
            return null;
        });
    }

    @Override
    public CompletableFuture<Collection<Existing>> existing() {
        return async(() -> machine().state().existing());
    }

    /** Removes every environment that this life of the process made. */
    @Override
    @PreDestroy
    public void close() {
        List<CompletableFuture<Void>> all = environments.keySet().stream()
                .map(id -> remove(id.instance(), id.attempt()))
                .toList();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
        watching.shutdownNow();
        executor.close();
    }

    private void remove(Existing id) throws IOException, InterruptedException {
        StateDirectory state = machine().state();
        Path directory = state.environment(id.instance(), id.attempt());
        Environment environment = environments.get(id);
        if (environment != null) {
            List<RunningItem> running = environment.close();
            environment.lookAtIsolationLast();
            stopAll(running);
            environment.awaitStarts(START_LIMIT);
        }
        Integer slot = state.slot(directory).orElse(null);
        if (slot != null) {
            network.remove(new AddressPlan(slot), environment == null);
            machine().cgroups().remove(slot);
        }
        StateDirectory.delete(directory);
        environments.remove(id);
        if (slot != null) {
            slots.free(slot);
        }
    }

    private void stopAll(List<RunningItem> items) throws IOException {
        List<CompletableFuture<Void>> stopping = new ArrayList<>();
        for (RunningItem item : items) {
            stopping.add(async(() -> {
                item.stop(config.stopGrace());
                return null;
            }));
        }
        CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new)).join();
    }

    /** Whether it can be run; if so its template is made by the way, which takes seconds the first time on a machine. */
    private @Nullable String checkDatabase(ItemPlan item) throws IOException {
        String problem = engines().problem(item);
        if (problem == null && engines().choose(item) instanceof DatabaseEngines.Choice.Use use) {
            var unused = async(() -> machine().state().template(use.engine(), Path.of(config.cacheDir())));
        }
        return problem;
    }

    private synchronized DatabaseEngines engines() throws IOException {
        DatabaseEngines known = engines;
        if (known == null) {
            known = DatabaseEngines.find();
            engines = known;
        }
        return known;
    }

    private synchronized Machine machine() throws IOException {
        Machine known = machine;
        if (known == null) {
            known = Machine.find(Path.of(config.stateDir()));
            for (Existing old : known.state().existing()) {
                known.state()
                        .slot(known.state().environment(old.instance(), old.attempt()))
                        .ifPresent(slots::taken);
            }
            machine = known;
        }
        return known;
    }

    private <T extends @Nullable Object> CompletableFuture<T> async(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                result.complete(work.call());
            } catch (EnvironmentFailure e) {
                result.completeExceptionally(e);
            } catch (Exception e) {
                result.completeExceptionally(new EnvironmentFailure(
                        null, "the process provider failed (a fault of Doppel's or this machine): " + e, List.of()));
            }
        });
        return result;
    }
}
