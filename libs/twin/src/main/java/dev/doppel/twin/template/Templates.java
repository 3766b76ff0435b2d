package dev.doppel.twin.template;

import dev.doppel.twin.faker.Faker;
import dev.doppel.twin.http.TwinRequest.ClientCertificate;
import dev.doppel.twin.route.JsonPath;
import dev.doppel.twin.table.Times;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fills {@code {{...}}} in text; unknown expressions become empty. Output is at most 4 MiB and one value more. Pure but for the scope. */
public final class Templates {
    private static final int MAX = 4 * 1024 * 1024;
    private static final int MAX_DEPTH = 20;

    private Templates() {}

    public static String render(String text, TemplateScope scope) {
        if (!text.contains("{{")) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 64);
        int at = 0;
        while (true) {
            int open = text.indexOf("{{", at);
            int close = open < 0 ? -1 : text.indexOf("}}", open);
            if (close < 0 || out.length() > MAX) {
                return out.append(text, at, text.length()).toString();
            }
            String inside = text.substring(open + 2, close);
            out.append(text, at, open);
            if (inside.contains("}")) {
                out.append(text, open, close + 2);
            } else {
                out.append(depth(inside) > MAX_DEPTH ? "" : Values.show(value(inside.strip(), scope)));
            }
            at = close + 2;
        }
    }

    /** How deep functions stand in one another; deeper than 20 is unknown to us, so empty. */
    private static long depth(String expression) {
        return expression.chars().filter(c -> c == '(').count();
    }

    /** Function name and arguments of {@code f(a, b)} or {@code f a b}. */
    private record Parts(String name, List<String> arguments) {}

    private static Parts parts(String expression) {
        int paren = expression.indexOf('(');
        int space = expression.indexOf(' ');
        if (paren > 0
                && (space < 0
                        || paren < space
                        || expression.substring(0, paren).strip().indexOf(' ') < 0)
                && expression.endsWith(")")) {
            return new Parts(
                    expression.substring(0, paren).strip(),
                    split(expression.substring(paren + 1, expression.length() - 1), true));
        }
        if (space > 0) {
            return new Parts(expression.substring(0, space), split(expression.substring(space + 1), false));
        }
        return new Parts(expression, List.of());
    }

    private static List<String> split(String text, boolean commas) {
        List<String> out = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        char quote = 0;
        int depth = 0;
        for (char c : text.toCharArray()) {
            boolean separator = quote == 0 && depth == 0 && (commas ? c == ',' : c == ' ');
            if (quote != 0) {
                current.append(c);
                quote = c == quote ? 0 : quote;
            } else if (separator) {
                if (commas || !current.isEmpty()) {
                    out.add(current.toString().strip());
                    current.setLength(0);
                }
            } else {
                quote = c == '"' || c == '\'' ? c : 0;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                current.append(c);
            }
        }
        if (!current.toString().isBlank() || commas && !out.isEmpty()) {
            out.add(current.toString().strip());
        }
        return out;
    }

    private static @Nullable Object argument(String text, TemplateScope scope) {
        if (text.length() >= 2 && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
            return text.substring(1, text.length() - 1);
        }
        Object value = text.contains(".")
                        || text.contains("(")
                        || text.equals("uuid")
                        || text.equals("now")
                        || text.equals("timestamp")
                ? value(text, scope)
                : null;
        return value != null || text.startsWith("request.") ? value : text;
    }

    private static @Nullable Object value(String expression, TemplateScope s) {
        Parts p = parts(expression);
        String name = p.name().toLowerCase(Locale.ROOT);
        List<String> a = p.arguments();
        if (name.startsWith("request.")) {
            return request(p.name().substring(8), s);
        }
        if (name.startsWith("faker.")) {
            return Faker.value(expression.substring(6), s.dice());
        }
        if (name.startsWith("mtls.")) {
            return mtls(name.substring(5), s.request().clientCertificate());
        }
        return switch (name) {
            case "now" -> Times.seconds(s.now());
            case "timestamp", "timestamp.unix" -> s.now().getEpochSecond();
            case "timestamp.unix_ms" -> s.now().toEpochMilli();
            case "timestamp.iso" -> Times.nano(s.now());
            case "uuid" -> s.dice().uuid();
            case "uuid.short" -> s.dice().uuid().substring(0, 8);
            case "random" -> s.dice().hex(8);
            case "random.int", "randomint" -> integer(a, s.dice());
            case "random.float", "randomfloat" -> decimal(a, s.dice());
            case "random.string", "randomstring" ->
                s.dice().alphanumeric(Math.clamp(a.isEmpty() ? 10 : Values.index(a.getFirst()), 0, 10_000));
            case "random.element" -> a.isEmpty() ? "" : argument(a.get(s.dice().below(a.size())), s);
            case "sequence" ->
                a.isEmpty()
                        ? ""
                        : s.sequence()
                                .applyAsLong(
                                        Values.show(argument(a.getFirst(), s)),
                                        a.size() > 1 ? number(a.get(1), 1) : 1L);
            case "upper" ->
                a.isEmpty() ? "" : Values.show(argument(a.getFirst(), s)).toUpperCase(Locale.ROOT);
            case "lower" ->
                a.isEmpty() ? "" : Values.show(argument(a.getFirst(), s)).toLowerCase(Locale.ROOT);
            case "json" -> a.isEmpty() ? "null" : Json.text(argument(a.getFirst(), s));
            case "default" -> {
                String given = a.isEmpty() ? "" : Values.show(argument(a.getFirst(), s));
                yield !given.isEmpty() || a.size() < 2 ? given : argument(a.get(1), s);
            }
            default -> null;
        };
    }

    private static long number(String text, long otherwise) {
        Number n = Numbers.parse(text.replace("\"", "").strip());
        return n == null ? otherwise : n.longValue();
    }

    private static Object integer(List<String> a, Dice dice) {
        long min = a.isEmpty() ? 0 : number(a.getFirst(), 0);
        long max = a.size() > 1 ? number(a.get(1), 100) : 100;
        return min > max ? "" : dice.between(min, max);
    }

    private static Object decimal(List<String> a, Dice dice) {
        Number low = a.isEmpty() ? null : Numbers.parse(a.getFirst());
        Number high = a.size() > 1 ? Numbers.parse(a.get(1)) : null;
        double min = low == null ? 0 : low.doubleValue();
        double max = high == null ? 1 : high.doubleValue();
        int digits = a.size() > 2 ? Math.clamp(Values.index(a.get(2)), 0, 15) : 6;
        return min > max ? "" : String.format(Locale.ROOT, "%." + digits + "f", min + dice.unit() * (max - min));
    }

    private static @Nullable Object request(String path, TemplateScope s) {
        int dot = path.indexOf('.');
        String head = (dot < 0 ? path : path.substring(0, dot)).toLowerCase(Locale.ROOT);
        String rest = dot < 0 ? "" : path.substring(dot + 1);
        return switch (head) {
            case "method" -> s.request().method();
            case "path" -> s.view().path();
            case "url" -> s.request().target();
            case "rawbody" -> s.view().body();
            case "body" -> rest.isEmpty() ? s.view().body() : s.body(rest);
            case "query" -> s.view().query().first(rest);
            case "header", "headers" -> s.request().headers().first(rest);
            case "pathparam", "pathparams", "pathpattern" -> s.params().get(rest);
            case "jsonpath" -> jsonPath(rest, s);
            default -> null;
        };
    }

    private static @Nullable Object jsonPath(String key, TemplateScope s) {
        JsonPath path = JsonPath.parse("$." + key);
        List<Object> found = path == null || s.view().json() == null
                ? List.of()
                : path.find(s.view().json());
        return found.isEmpty() ? s.body(key.replace('_', '.')) : found.getFirst();
    }

    private static @Nullable Object mtls(String field, @Nullable ClientCertificate c) {
        if (c == null) {
            return null;
        }
        return switch (field) {
            case "cn" -> c.cn();
            case "o" -> c.o();
            case "ou" -> c.ou();
            case "serial" -> c.serial();
            case "fingerprint" -> c.fingerprint();
            case "issuer.cn" -> c.issuerCn();
            case "notbefore" -> c.notBefore();
            case "notafter" -> c.notAfter();
            case "san.dns" -> String.join(",", c.dns());
            case "san.email" -> String.join(",", c.email());
            case "san.ip" -> String.join(",", c.ip());
            case "san.uri" -> String.join(",", c.uri());
            case "verified" -> c.verified();
            default -> null;
        };
    }
}
