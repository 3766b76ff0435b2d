package dev.doppel.twin.expr;

import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The built-in functions: those with predicates here, plain ones in {@link Builtins}. */
final class Functions {
    static final Set<String> PREDICATES = Set.of(
            "all",
            "any",
            "one",
            "none",
            "filter",
            "find",
            "findIndex",
            "findLast",
            "findLastIndex",
            "count",
            "map",
            "sum",
            "reduce",
            "groupBy",
            "sortBy");
    private static final Set<String> TIMES = Set.of("now", "date", "duration", "timezone");

    private Functions() {}

    static boolean known(String name) {
        return PREDICATES.contains(name) || TIMES.contains(name) || Builtins.NAMES.contains(name);
    }

    static @Nullable Object call(Node.Call call, Evaluator e) {
        String name = call.function();
        if (PREDICATES.contains(name)) {
            Object found = predicate(name, call.arguments(), e);
            return switch (name) {
                case "map", "groupBy" -> e.weight().deep(found);
                case "filter", "sortBy" -> e.weight().shallow(found);
                default -> found;
            };
        }
        List<Object> args = new ArrayList<>();
        call.arguments().forEach(a -> args.add(e.evaluate(a)));
        return switch (name) {
            case "now" -> OffsetDateTime.ofInstant(e.now(), ZoneOffset.UTC);
            case "date" -> date(args);
            case "duration" -> duration(args);
            case "timezone" -> zone(args);
            case "toPairs", "fromPairs", "fromJSON" -> e.weight().deep(Builtins.call(name, args));
            case "first", "last", "get", "max", "min" -> Builtins.call(name, args);
            default -> e.weight().shallow(Builtins.call(name, args));
        };
    }

    private static Object date(List<Object> args) {
        String text = Evaluator.text(args.isEmpty() ? null : args.getFirst());
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text);
        } catch (DateTimeException bad) {
            throw new ExprException("not a date: " + text);
        }
    }

    private static Object duration(List<Object> args) {
        String text = Evaluator.text(args.isEmpty() ? null : args.getFirst());
        Duration d = dev.doppel.twin.config.Durations.parse(text);
        if (d == null) {
            throw new ExprException("not a duration: " + text);
        }
        return d;
    }

    private static Object zone(List<Object> args) {
        String text = Evaluator.text(args.isEmpty() ? null : args.getFirst());
        try {
            return ZoneId.of(text).getId();
        } catch (DateTimeException bad) {
            throw new ExprException("not a time zone: " + text);
        }
    }

    /** Methods of times and durations. */
    static Object method(@Nullable Object of, String name) {
        if (of instanceof OffsetDateTime t) {
            return switch (name) {
                case "Unix" -> t.toEpochSecond();
                case "UnixMilli" -> t.toInstant().toEpochMilli();
                case "Year" -> (long) t.getYear();
                case "Month" -> (long) t.getMonthValue();
                case "Day" -> (long) t.getDayOfMonth();
                case "Hour" -> (long) t.getHour();
                case "Minute" -> (long) t.getMinute();
                case "Second" -> (long) t.getSecond();
                case "String" -> t.toString();
                default -> throw new ExprException("a time has no method " + name);
            };
        }
        if (of instanceof Duration d) {
            return switch (name) {
                case "Hours" -> d.toMillis() / 3_600_000.0;
                case "Minutes" -> d.toMillis() / 60_000.0;
                case "Seconds" -> d.toMillis() / 1_000.0;
                case "Milliseconds" -> d.toMillis();
                default -> throw new ExprException("a duration has no method " + name);
            };
        }
        throw new ExprException(Evaluator.kind(of) + " has no method " + name);
    }

    private static @Nullable Object predicate(String name, List<Node> args, Evaluator e) {
        if (args.isEmpty()) {
            throw new ExprException(name + "() wants an array");
        }
        Object first = e.evaluate(args.getFirst());
        if (first != null && !(first instanceof List)) {
            throw new ExprException(name + "() wants an array, found " + Evaluator.kind(first));
        }
        if (first == null) {
            throw new ExprException(name + "() wants an array, found nil");
        }
        List<Object> items = Values.listOrEmpty(first);
        Node p = args.size() > 1 ? args.get(1) : new Node.Pointer("");
        return switch (name) {
            case "all" -> count(items, p, e) == items.size();
            case "any" -> count(items, p, e) > 0;
            case "one" -> count(items, p, e) == 1;
            case "none" -> count(items, p, e) == 0;
            case "count" -> count(items, p, e);
            case "filter" -> {
                List<Object> out = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    if (Evaluator.truth(e.with(p, items.get(i), i, null))) {
                        out.add(items.get(i));
                    }
                }
                yield out;
            }
            case "find", "findIndex" -> search(name, items, p, e, 0, items.size(), 1);
            case "findLast", "findLastIndex" -> search(name, items, p, e, items.size() - 1, -1, -1);
            case "map" -> {
                List<Object> out = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    out.add(e.with(p, items.get(i), i, null));
                }
                yield out;
            }
            case "sum" -> {
                Object total = 0L;
                for (int i = 0; i < items.size(); i++) {
                    total = Arithmetic.apply("+", total, e.with(p, items.get(i), i, null));
                }
                yield total;
            }
            case "reduce" -> {
                Object acc = args.size() > 2 ? e.evaluate(args.get(2)) : items.isEmpty() ? null : items.getFirst();
                for (int i = args.size() > 2 ? 0 : 1; i < items.size(); i++) {
                    acc = e.with(p, items.get(i), i, acc);
                }
                yield acc;
            }
            case "groupBy" -> {
                Map<String, Object> out = new LinkedHashMap<>();
                for (int i = 0; i < items.size(); i++) {
                    String key = Values.show(e.with(p, items.get(i), i, null));
                    Values.listOrEmpty(out.computeIfAbsent(key, k -> new ArrayList<>()))
                            .add(items.get(i));
                }
                yield out;
            }
            default -> sortBy(items, p, args.size() > 2 ? e.evaluate(args.get(2)) : "asc", e);
        };
    }

    private static Object sortBy(List<Object> items, Node p, @Nullable Object order, Evaluator e) {
        record Keyed(@Nullable Object key, @Nullable Object item) {}
        List<Keyed> keyed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            keyed.add(new Keyed(e.with(p, items.get(i), i, null), items.get(i)));
        }
        Comparator<Keyed> by = (a, b) -> Arithmetic.compare(a.key(), b.key());
        keyed.sort("desc".equals(order) ? by.reversed() : by);
        List<Object> out = new ArrayList<>();
        keyed.forEach(k -> out.add(k.item()));
        return out;
    }

    private static long count(List<Object> items, Node p, Evaluator e) {
        long n = 0;
        for (int i = 0; i < items.size(); i++) {
            n += Evaluator.truth(e.with(p, items.get(i), i, null)) ? 1 : 0;
        }
        return n;
    }

    private static @Nullable Object search(
            String name, List<Object> items, Node p, Evaluator e, int from, int to, int step) {
        boolean index = name.endsWith("Index");
        for (int i = from; i != to; i += step) {
            if (Evaluator.truth(e.with(p, items.get(i), i, null))) {
                return index ? (Object) (long) i : items.get(i);
            }
        }
        return index ? (Object) (-1L) : null;
    }

    static @Nullable Number number(@Nullable Object value) {
        return value instanceof Number n ? n : value instanceof String s ? Numbers.parse(s.strip()) : null;
    }
}
