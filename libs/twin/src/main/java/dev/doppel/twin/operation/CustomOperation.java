package dev.doppel.twin.operation;

import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A compiled custom operation. Immutable; a run holds the write locks of every table it names. */
public final class CustomOperation {
    private static final long LIMIT_NANOS = 1_000_000_000L;

    private record Undo(
            TableState table, String key, @Nullable Row before) {}

    private final String name;
    private final boolean atomic;
    private final List<CompiledStep> steps;
    private final @Nullable Map<String, Expression> response;
    private final Set<String> tables;
    private final boolean answersRow;

    CustomOperation(
            String name,
            boolean atomic,
            List<CompiledStep> steps,
            @Nullable Map<String, Expression> response,
            Set<String> tables,
            boolean answersRow) {
        this.answersRow = answersRow;
        this.name = name;
        this.atomic = atomic;
        this.steps = List.copyOf(steps);
        this.response = response;
        this.tables = Set.copyOf(tables);
    }

    public String name() {
        return name;
    }

    /** {@code x-answer: row}: the answer is the whole row whose id the response names, not the response's members alone. */
    public boolean answersRow() {
        return answersRow;
    }

    /** Tables named by the steps. */
    public Set<String> tables() {
        return tables;
    }

    /**
     * Runs on {@code input}; {@link TwinFault} on failure, with everything undone when atomic.
     *
     * @param changes gets what was changed and stays, in order: also what a run with best effort did before it failed
     * @return the body
     */
    public Map<String, Object> run(
            Map<String, Object> input,
            RunTables run,
            Supplier<Instant> clock,
            Set<String> alsoLock,
            List<RunTables.Change> changes) {
        Set<String> locks = new LinkedHashSet<>(tables);
        locks.addAll(alsoLock);
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("input", input);
        return run.writing(locks, () -> locked(context, run, clock, changes));
    }

    /** Runs inside a scope of more names than the input; what the steps define is added to it. {@code changes} as above. */
    public void runIn(
            Map<String, Object> scope, RunTables run, Supplier<Instant> clock, List<RunTables.Change> changes) {
        run.writing(tables, () -> locked(scope, run, clock, changes));
    }

    private Map<String, Object> locked(
            Map<String, Object> context, RunTables run, Supplier<Instant> clock, List<RunTables.Change> changes) {
        int before = changes.size();
        List<Undo> journal = new ArrayList<>();
        long end = System.nanoTime() + LIMIT_NANOS;
        boolean done = false;
        try {
            for (int i = 0; i < steps.size(); i++) {
                if (System.nanoTime() > end) {
                    throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "operation " + name + " ran longer than 1 s");
                }
                CompiledStep step = steps.get(i);
                try {
                    run(step, context, run, clock, changes, journal);
                } catch (ExprException e) {
                    throw TwinFault.of(
                            ErrorKind.INTERNAL_ERROR, "step " + (i + 1) + " (" + step.type() + ") failed: " + e.text());
                } catch (TwinFault e) {
                    throw step.type().equals("validate")
                            ? e
                            : e.withMessage("step " + (i + 1) + " (" + step.type() + ") failed: " + e.text());
                }
            }
            Map<String, Object> body = body(context, clock);
            done = true;
            return body;
        } finally {
            if (atomic && !done) {
                undo(journal);
                changes.subList(before, changes.size()).clear();
            }
        }
    }

    /** Every touched row as it was, the last change first; whatever ended the run, a fault of ours included. */
    private static void undo(List<Undo> journal) {
        for (Undo undo : journal.reversed()) {
            Row now = undo.table().findAny(undo.key());
            if (now != null) {
                undo.table().remove(now);
            }
            if (undo.before() != null) {
                undo.table().replace(undo.before());
            }
        }
    }

    private Map<String, Object> body(Map<String, Object> context, Supplier<Instant> clock) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (response == null) {
            out.putAll(context);
            out.remove("input");
        } else {
            response.forEach((property, e) -> {
                try {
                    out.put(property, e.evaluate(context, clock));
                } catch (ExprException bad) {
                    throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "response." + property + " failed: " + bad.text());
                }
            });
        }
        if (out.isEmpty()) {
            out.put("success", true);
        }
        return out;
    }

    private static void run(
            CompiledStep step,
            Map<String, Object> context,
            RunTables run,
            Supplier<Instant> clock,
            List<RunTables.Change> changes,
            List<Undo> journal) {
        switch (step) {
            case CompiledStep.Conditional c -> {
                if (truthy(c.when().evaluate(context, clock))) {
                    run(c.step(), context, run, clock, changes, journal);
                }
            }
            case CompiledStep.Read r ->
                context.put(
                        r.as(),
                        run.need(r.table()).need(key(r.id(), context, clock)).raw());
            case CompiledStep.ListRows l -> {
                Map<String, Object> filter = all(l.filter(), context, clock);
                List<Object> rows = new ArrayList<>();
                for (Row row : run.need(l.table()).newestFirst()) {
                    Map<String, Object> raw = row.raw();
                    if (filter.entrySet().stream().allMatch(f -> Values.equal(raw.get(f.getKey()), f.getValue()))) {
                        rows.add(raw);
                    }
                }
                context.put(l.as(), rows);
            }
            case CompiledStep.Create c -> {
                TableState table = run.need(c.table());
                Row row = table.insert(all(c.set(), context, clock), clock.get());
                journal.add(new Undo(table, row.key(), null));
                changes.add(new RunTables.Change(c.table(), "create", null, row));
                if (c.as() != null) {
                    context.put(c.as(), row.raw());
                }
            }
            case CompiledStep.Update u -> {
                TableState table = run.need(u.table());
                Row before = table.need(key(u.id(), context, clock));
                Map<String, Object> data = new LinkedHashMap<>(before.data());
                all(u.set(), context, clock).forEach((k, v) -> {
                    if (!k.equals(table.spec().idField())
                            && !Set.of("id", "createdAt", "updatedAt").contains(k)) {
                        data.put(k, v);
                    }
                });
                Row after = before.withData(data, clock.get());
                journal.add(new Undo(table, before.key(), before));
                table.replace(after);
                changes.add(new RunTables.Change(u.table(), "patch", before, after));
                if (u.as() != null) {
                    context.put(u.as(), after.raw());
                }
            }
            case CompiledStep.Delete d -> {
                TableState table = run.need(d.table());
                Row before = table.need(key(d.id(), context, clock));
                journal.add(new Undo(table, before.key(), before));
                if (table.spec().response().delete().preserve()) {
                    table.replace(before.tombstone());
                } else {
                    table.remove(before);
                }
                changes.add(new RunTables.Change(d.table(), "delete", before, null));
            }
            case CompiledStep.Set s -> context.put(s.variable(), s.value().evaluate(context, clock));
            case CompiledStep.Validate v -> {
                if (!truthy(v.condition().evaluate(context, clock))) {
                    String message = v.message() != null
                            ? v.message()
                            : "validation failed: " + v.condition().text();
                    throw TwinFault.invalid("condition", message).withStatus(v.status());
                }
            }
        }
    }

    private static String key(Expression id, Map<String, Object> context, Supplier<Instant> clock) {
        return Values.show(id.evaluate(context, clock));
    }

    private static Map<String, Object> all(
            Map<String, Expression> set, Map<String, Object> context, Supplier<Instant> clock) {
        Map<String, Object> out = new LinkedHashMap<>();
        set.forEach((k, e) -> out.put(k, e.evaluate(context, clock)));
        return out;
    }

    /** False, nil, 0 and empty text are false. */
    public static boolean truthy(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Number n -> n.doubleValue() != 0;
            case String s -> !s.isEmpty();
            default -> true;
        };
    }
}
