package dev.doppel.twin.expr;

import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plain functions of evaluated arguments. */
final class Builtins {
    static final Set<String> NAMES = Set.of(
            "len",
            "type",
            "int",
            "float",
            "string",
            "abs",
            "ceil",
            "floor",
            "round",
            "max",
            "min",
            "mean",
            "median",
            "upper",
            "lower",
            "trim",
            "trimPrefix",
            "trimSuffix",
            "split",
            "splitAfter",
            "join",
            "replace",
            "repeat",
            "indexOf",
            "lastIndexOf",
            "hasPrefix",
            "hasSuffix",
            "first",
            "last",
            "take",
            "reverse",
            "sort",
            "uniq",
            "concat",
            "flatten",
            "keys",
            "values",
            "get",
            "toPairs",
            "fromPairs",
            "toJSON",
            "fromJSON",
            "toBase64",
            "fromBase64",
            "bitand",
            "bitor",
            "bitxor",
            "bitnot",
            "bitshl",
            "bitshr");

    private static final int MAX_UNIQ = 5_000;

    private Builtins() {}

    static @Nullable Object call(String name, List<Object> a) {
        Object x = a.isEmpty() ? null : a.getFirst();
        Object y = a.size() > 1 ? a.get(1) : null;
        return switch (name) {
            case "len" ->
                switch (x) {
                    case String s -> (long) s.codePointCount(0, s.length());
                    case List<?> l -> (long) l.size();
                    case Map<?, ?> m -> (long) m.size();
                    case null, default -> throw new ExprException("len() of " + Evaluator.kind(x));
                };
            case "type" -> type(x);
            case "int" -> Numbers.integer(Numbers.big(need(x)).toBigInteger());
            case "float" -> need(x).doubleValue();
            case "string" -> Values.show(x);
            case "abs" -> need(x).doubleValue() < 0 ? Arithmetic.apply("-", 0L, need(x)) : need(x);
            case "ceil" -> Math.ceil(need(x).doubleValue());
            case "floor" -> Math.floor(need(x).doubleValue());
            case "round" ->
                Numbers.big(need(x)).setScale(0, RoundingMode.HALF_UP).doubleValue();
            case "max", "min", "mean", "median" -> aggregate(name, a);
            case "upper" -> text(x).toUpperCase(Locale.ROOT);
            case "lower" -> text(x).toLowerCase(Locale.ROOT);
            case "trim" -> y == null ? text(x).strip() : trim(text(x), text(y));
            case "trimPrefix" -> text(x).startsWith(text(y)) ? text(x).substring(text(y).length()) : x;
            case "trimSuffix" ->
                text(x).endsWith(text(y)) ? text(x).substring(0, text(x).length() - text(y).length()) : x;
            case "split", "splitAfter" -> split(text(x), text(y), name.equals("splitAfter"));
            case "join" -> join(list(x), y == null ? "" : text(y));
            case "replace" -> replace(text(x), text(y), text(a.size() > 2 ? a.get(2) : null));
            case "repeat" -> {
                long n = Math.clamp(need(y).longValue(), -1, Integer.MAX_VALUE);
                if (n < 0) {
                    throw new ExprException("repeat() wants a number of times from 0");
                }
                Weight.length(n * Math.max(1, text(x).length()), "repeat");
                yield text(x).repeat((int) n);
            }
            case "indexOf", "lastIndexOf" -> {
                Weight.search(text(x), text(y));
                yield (long) (name.equals("indexOf") ? text(x).indexOf(text(y)) : text(x).lastIndexOf(text(y)));
            }
            case "hasPrefix" -> text(x).startsWith(text(y));
            case "hasSuffix" -> text(x).endsWith(text(y));
            case "bitand", "bitor", "bitxor", "bitnot", "bitshl", "bitshr" -> bits(name, x, y);
            case "toJSON" -> new String(Json.pretty(x), StandardCharsets.UTF_8);
            case "fromJSON" -> json(text(x));
            case "toBase64" -> Base64.getEncoder().encodeToString(text(x).getBytes(StandardCharsets.UTF_8));
            case "fromBase64" -> base64(text(x));
            default -> collections(name, x, y, a);
        };
    }

    private static @Nullable Object collections(String name, @Nullable Object x, @Nullable Object y, List<Object> a) {
        return switch (name) {
            case "first" -> list(x).isEmpty() ? null : list(x).getFirst();
            case "last" -> list(x).isEmpty() ? null : list(x).getLast();
            case "take" ->
                new ArrayList<>(list(x).subList(0, (int) Math.clamp(need(y).longValue(), 0, list(x).size())));
            case "reverse" -> {
                List<Object> out = new ArrayList<>(list(x));
                Collections.reverse(out);
                yield out;
            }
            case "sort" -> {
                List<Object> out = new ArrayList<>(list(x));
                out.sort(Arithmetic::compare);
                if ("desc".equals(y)) {
                    Collections.reverse(out);
                }
                yield out;
            }
            case "uniq" -> {
                if (list(x).size() > MAX_UNIQ) {
                    throw new ExprException("uniq() takes at most " + MAX_UNIQ + " values");
                }
                List<Object> out = new ArrayList<>();
                for (Object item : list(x)) {
                    if (out.stream().noneMatch(o -> Values.equal(o, item))) {
                        out.add(item);
                    }
                }
                yield out;
            }
            case "concat" -> {
                Weight.length(a.stream().mapToLong(part -> list(part).size()).sum(), "concat");
                List<Object> out = new ArrayList<>();
                a.forEach(part -> out.addAll(list(part)));
                yield out;
            }
            case "flatten" -> {
                List<Object> out = new ArrayList<>();
                flatten(list(x), out);
                yield out;
            }
            case "keys" -> new ArrayList<Object>(map(x).keySet());
            case "values" -> new ArrayList<>(map(x).values());
            case "get" -> {
                if (x instanceof List<?> l && y instanceof Number n) {
                    long i = n.longValue() < 0 ? l.size() + n.longValue() : n.longValue();
                    yield i >= 0 && i < l.size() ? l.get((int) i) : null;
                }
                yield x instanceof Map<?, ?> m ? m.get(Values.show(y)) : null;
            }
            case "toPairs" -> {
                List<Object> out = new ArrayList<>();
                map(x).forEach((k, v) -> {
                    List<Object> pair = new ArrayList<>();
                    pair.add(k);
                    pair.add(v);
                    out.add(pair);
                });
                yield out;
            }
            case "fromPairs" -> {
                Map<String, Object> out = new LinkedHashMap<>();
                list(x).forEach(p ->
                        out.put(Values.show(list(p).getFirst()), list(p).size() > 1 ? list(p).get(1) : null));
                yield out;
            }
            default -> throw new ExprException("unknown function " + name + "()");
        };
    }

    private static Object bits(String name, @Nullable Object x, @Nullable Object y) {
        long p = need(x).longValue();
        long q = name.equals("bitnot") ? 0 : need(y).longValue();
        return switch (name) {
            case "bitand" -> p & q;
            case "bitor" -> p | q;
            case "bitxor" -> p ^ q;
            case "bitnot" -> ~p;
            case "bitshl" -> p << q;
            default -> p >> q;
        };
    }

    private static String type(@Nullable Object x) {
        return switch (x) {
            case null -> "nil";
            case Boolean b -> "bool";
            case Long n -> "int";
            case Number n -> "float";
            case String s -> "string";
            case List<?> l -> "array";
            case Map<?, ?> m -> "map";
            default -> "unknown";
        };
    }

    private static Object aggregate(String name, List<Object> args) {
        List<Number> numbers = new ArrayList<>();
        for (Object arg : args) {
            for (Object item : arg instanceof List<?> ? list(arg) : List.of(arg == null ? "" : arg)) {
                numbers.add(need(item));
            }
        }
        if (numbers.isEmpty()) {
            if (name.equals("mean") || name.equals("median")) {
                return 0.0;
            }
            throw new ExprException(name + "() of nothing");
        }
        numbers.sort(Numbers::compare);
        return switch (name) {
            case "max" -> numbers.getLast();
            case "min" -> numbers.getFirst();
            case "mean" ->
                numbers.stream().mapToDouble(Number::doubleValue).average().orElse(0);
            default -> {
                int mid = numbers.size() / 2;
                yield numbers.size() % 2 == 1
                        ? numbers.get(mid).doubleValue()
                        : (numbers.get(mid - 1).doubleValue() + numbers.get(mid).doubleValue()) / 2;
            }
        };
    }

    private static String join(List<Object> items, String by) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : by).append(Values.show(items.get(i)));
            Weight.length(out.length(), "join");
        }
        return out.toString();
    }

    private static String replace(String text, String from, String to) {
        Weight.search(text, from);
        long times =
                from.isEmpty() ? text.length() + 1 : split(text, from, false).size() - 1;
        Weight.length(text.length() + times * Math.max(0, to.length() - from.length()), "replace");
        return text.replace(from, to);
    }

    private static List<Object> split(String text, String by, boolean after) {
        Weight.search(text, by);
        List<Object> out = new ArrayList<>();
        int at = 0;
        while (!by.isEmpty()) {
            int next = text.indexOf(by, at);
            if (next < 0) {
                break;
            }
            out.add(text.substring(at, after ? next + by.length() : next));
            at = next + by.length();
        }
        out.add(text.substring(at));
        return out;
    }

    private static String trim(String text, String chars) {
        int from = 0;
        int to = text.length();
        while (from < to && chars.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && chars.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static void flatten(List<Object> in, List<Object> out) {
        for (Object item : in) {
            if (item instanceof List<?>) {
                flatten(list(item), out);
            } else {
                out.add(item);
            }
        }
    }

    private static @Nullable Object json(String text) {
        try {
            return Json.parse(text);
        } catch (ValueSyntaxException e) {
            throw new ExprException("fromJSON(): " + e.getMessage());
        }
    }

    private static String base64(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ExprException("fromBase64(): not base64");
        }
    }

    private static Number need(@Nullable Object x) {
        Number n = Functions.number(x);
        if (n == null) {
            throw new ExprException("expected a number, found " + Evaluator.kind(x));
        }
        return n instanceof BigDecimal d && d.scale() <= 0 ? Numbers.tidy(d) : n;
    }

    private static String text(@Nullable Object x) {
        return Evaluator.text(x);
    }

    private static List<Object> list(@Nullable Object x) {
        if (!(x instanceof List<?>)) {
            throw new ExprException("expected an array, found " + Evaluator.kind(x));
        }
        return Values.listOrEmpty(x);
    }

    private static Map<String, Object> map(@Nullable Object x) {
        Map<String, Object> m = Values.map(x);
        if (m == null) {
            throw new ExprException("expected a map, found " + Evaluator.kind(x));
        }
        return m;
    }
}
