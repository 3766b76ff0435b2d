package dev.doppel.scheduler.life;

import dev.doppel.contract.environment.ItemKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The items of an attempt and their order of start (spec 8.3). Immutable. */
public record Items(Map<String, ItemProgress> byName) {
    private static final List<ItemKind> ORDER =
            List.of(ItemKind.DATABASE, ItemKind.BROKER, ItemKind.WORKER, ItemKind.SERVICE);

    public Items {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    static Items waiting(List<ItemFact> facts) {
        Map<String, ItemProgress> all = new LinkedHashMap<>();
        for (ItemFact fact : facts) {
            all.put(fact.name(), new ItemProgress(fact, ItemProgress.Status.WAITING, null, ""));
        }
        return new Items(all);
    }

    /** The item of that name, or null when there is none. */
    public @Nullable ItemProgress get(String name) {
        return byName.get(name);
    }

    /**
     * Names to start now. Stages go one after the other; inside one, kinds go in the order of {@link #ORDER}: the next kind when all
     * of the former have started; the next stage when all but workers are ready.
     */
    List<String> due() {
        for (int stage : stages()) {
            List<ItemProgress> here = byName.values().stream()
                    .filter(i -> i.fact().stage() == stage)
                    .toList();
            if (here.stream().allMatch(ItemProgress::complete)) {
                continue;
            }
            for (ItemKind kind : ORDER) {
                List<ItemProgress> same =
                        here.stream().filter(i -> i.fact().kind() == kind).toList();
                List<String> waiting = same.stream()
                        .filter(i -> i.status() == ItemProgress.Status.WAITING)
                        .map(i -> i.fact().name())
                        .toList();
                if (!waiting.isEmpty()) {
                    return waiting;
                }
                if (same.stream().anyMatch(i -> i.status() == ItemProgress.Status.STARTING)) {
                    return List.of();
                }
            }
            return List.of();
        }
        return List.of();
    }

    boolean allComplete() {
        return byName.values().stream().allMatch(ItemProgress::complete);
    }

    /** Items that keep the start-up from ending, in the stage that is under way. */
    List<ItemProgress> lacking() {
        List<ItemProgress> lacking = new ArrayList<>();
        for (int stage : stages()) {
            for (ItemProgress item : byName.values()) {
                if (item.fact().stage() == stage && !item.complete()) {
                    lacking.add(item);
                }
            }
            if (!lacking.isEmpty()) {
                return lacking;
            }
        }
        return lacking;
    }

    private TreeSet<Integer> stages() {
        TreeSet<Integer> stages = new TreeSet<>();
        byName.values().forEach(i -> stages.add(i.fact().stage()));
        return stages;
    }

    Items starting(List<String> names) {
        Items next = this;
        for (String name : names) {
            next = next.change(name, i -> i.with(ItemProgress.Status.STARTING));
        }
        return next;
    }

    Items addressed(String name, String address) {
        return change(name, i -> new ItemProgress(i.fact(), i.status(), address, i.outcome()));
    }

    Items started(String name, String address) {
        return change(
                name,
                i -> new ItemProgress(
                        i.fact(),
                        i.status() == ItemProgress.Status.READY ? i.status() : ItemProgress.Status.STARTED,
                        address,
                        i.status() == ItemProgress.Status.STARTING ? "" : i.outcome()));
    }

    /** Remembers what was last said about an item that is being started, which no probe has looked at. */
    Items said(String name, String what) {
        return change(
                name,
                i -> i.status() == ItemProgress.Status.STARTING
                        ? new ItemProgress(i.fact(), i.status(), i.address(), what)
                        : i);
    }

    Items ended(String name) {
        return change(name, i -> i.with(ItemProgress.Status.READY));
    }

    Items probed(String name, boolean ready, String outcome) {
        return change(
                name,
                i -> new ItemProgress(
                        i.fact(),
                        ready
                                ? ItemProgress.Status.READY
                                : i.status() == ItemProgress.Status.READY ? ItemProgress.Status.STARTED : i.status(),
                        i.address(),
                        outcome));
    }

    private Items change(String name, UnaryOperator<ItemProgress> how) {
        ItemProgress item = byName.get(name);
        if (item == null) {
            return this;
        }
        Map<String, ItemProgress> next = new LinkedHashMap<>(byName);
        next.put(name, how.apply(item));
        return new Items(next);
    }
}
