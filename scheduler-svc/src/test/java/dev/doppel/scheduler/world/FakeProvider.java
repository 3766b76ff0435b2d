package dev.doppel.scheduler.world;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.StartedItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Environments that exist only as entries. What an item does is said by its variables: {@code FAKE=crash} ends it at once,
 * {@code FAKE=refuse} cannot be started, {@code FAKE=uncheckable} fails the check, {@code FAKE=hang} never finishes starting,
 * {@code FAKE=hangonce} only in the first attempt, {@code FAKE=hangcreateonce} the environment is not created in the first attempt.
 */
@ApplicationScoped
public class FakeProvider implements EnvironmentProvider {
    private final Map<String, EnvironmentObserver> observers = new ConcurrentHashMap<>();
    private final Map<String, Existing> existing = new ConcurrentHashMap<>();
    private volatile boolean removeHangs;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public CompletableFuture<List<String>> check(EnvironmentPlan plan) {
        List<String> problems = new ArrayList<>();
        for (ItemPlan item : plan.items()) {
            if ("uncheckable".equals(item.env().get("FAKE"))) {
                problems.add("item " + item.name() + ": image " + item.image() + " cannot be had here");
            }
        }
        return CompletableFuture.completedFuture(problems);
    }

    @Override
    public CompletableFuture<EnvironmentLayout> create(EnvironmentPlan plan, EnvironmentObserver observer) {
        observers.put(key(plan.instance(), plan.attempt()), observer);
        existing.put(key(plan.instance(), plan.attempt()), new Existing(plan.instance(), plan.attempt()));
        calls.add("create " + plan.instance() + " " + plan.attempt());
        if (plan.attempt() == 1
                && plan.items().stream()
                        .anyMatch(i -> "hangcreateonce".equals(i.env().get("FAKE")))) {
            return new CompletableFuture<>();
        }
        Map<String, EnvironmentLayout.ItemAddress> items = new HashMap<>();
        int n = 10;
        for (ItemPlan item : plan.items()) {
            items.put(
                    item.name(),
                    new EnvironmentLayout.ItemAddress(
                            item.kind() == ItemKind.WORKER ? null : "10.0.0." + n, "10.0.1." + n));
            n++;
        }
        return CompletableFuture.completedFuture(new EnvironmentLayout(
                items,
                "10.0.0.2",
                List.of(
                        new ListenerSpec(ListenerSpec.Role.RUNNER, null, "127.0.0.1", 4711, null),
                        new ListenerSpec(ListenerSpec.Role.OUTSIDE, null, "10.0.0.2", 443, 443))));
    }

    @Override
    public CompletableFuture<StartedItem> start(EnvironmentPlan plan, String item) {
        calls.add("start " + plan.instance() + " " + item);
        EnvironmentObserver observer = observers.get(key(plan.instance(), plan.attempt()));
        String how = plan.item(item).env().getOrDefault("FAKE", "");
        switch (how) {
            case "refuse" -> {
                return CompletableFuture.failedFuture(
                        new EnvironmentFailure(item, "item " + item + ": command not found: /nope", List.of()));
            }
            case "hang" -> {
                return new CompletableFuture<>();
            }
            case "throwonce" -> {
                if (plan.attempt() == 1) {
                    throw new IllegalStateException("a fault of the provider");
                }
            }
            case "hangonce" -> {
                if (plan.attempt() == 1) {
                    return new CompletableFuture<>();
                }
            }
            case "crash" -> observer.exited(item, 3, null, List.of("starting", "cannot read configuration"));
            default -> observer.console(item, "stdout", "[INFO] " + item + " started", java.time.Instant.now());
        }
        return CompletableFuture.completedFuture(new StartedItem(item, "10.0.1.99", "fake " + item));
    }

    /** Ends an item's process of the newest attempt. */
    public void crash(InstanceId instance, int attempt, String item, int code) {
        observers.get(key(instance, attempt)).exited(item, code, null, List.of("boom"));
    }

    /** The observer of an attempt, as the scheduler gave it. */
    public EnvironmentObserver observer(InstanceId instance, int attempt) {
        return observers.get(key(instance, attempt));
    }

    @Override
    public CompletableFuture<Void> remove(InstanceId instance, int attempt) {
        calls.add("remove " + instance + " " + attempt);
        if (removeHangs) {
            return new CompletableFuture<>();
        }
        existing.remove(key(instance, attempt));
        observers.remove(key(instance, attempt));
        return CompletableFuture.completedFuture(null);
    }

    /** From now on nothing is removed, or again. */
    public void removeHangs(boolean wanted) {
        removeHangs = wanted;
    }

    /** Something left by a dead life. */
    public void leftover(InstanceId instance, int attempt) {
        existing.put(key(instance, attempt), new Existing(instance, attempt));
    }

    @Override
    public CompletableFuture<Collection<Existing>> existing() {
        return CompletableFuture.completedFuture(List.copyOf(existing.values()));
    }

    /** Every call about an instance, in order. */
    public List<String> calls(InstanceId instance) {
        return calls.stream().filter(c -> c.contains(instance.value())).toList();
    }

    /** Whether anything of the instance exists. */
    public boolean exists(InstanceId instance) {
        return existing.values().stream().anyMatch(e -> e.instance().equals(instance));
    }

    private static String key(InstanceId instance, int attempt) {
        return instance + "/" + attempt;
    }

    @Override
    public void close() {}
}
