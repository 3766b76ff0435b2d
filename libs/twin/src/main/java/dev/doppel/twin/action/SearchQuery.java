package dev.doppel.twin.action;

import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * The search language of {@code x-extend} action {@code search}: clauses {@code field:'v'}, {@code field~'part'}, {@code field>n},
 * {@code metadata['k']:'v'}, a leading {@code -} negates, joined by AND or OR (not both). At most 10 clauses.
 */
final class SearchQuery {
    private record Clause(String field, List<String> path, String operator, String value, boolean negated) {}

    private final List<Clause> clauses;
    private final boolean any;

    private SearchQuery(List<Clause> clauses, boolean any) {
        this.clauses = clauses;
        this.any = any;
    }

    static SearchQuery parse(String text) {
        List<Clause> out = new ArrayList<>();
        boolean or = false;
        boolean and = false;
        int[] at = {0};
        while (true) {
            skip(text, at);
            if (at[0] >= text.length()) {
                break;
            }
            if (!out.isEmpty()) {
                if (text.startsWith("AND ", at[0])) {
                    and = true;
                    at[0] += 4;
                } else if (text.startsWith("OR ", at[0])) {
                    or = true;
                    at[0] += 3;
                } else {
                    and = true;
                }
                skip(text, at);
            }
            out.add(clause(text, at));
            if (out.size() > 10) {
                throw invalid("more than 10 clauses");
            }
        }
        if (out.isEmpty()) {
            throw invalid("it is empty");
        }
        if (and && or) {
            throw invalid("AND and OR cannot be mixed");
        }
        return new SearchQuery(out, or);
    }

    private static TwinFault invalid(String why) {
        return TwinFault.invalid("query", "the search query is not valid: " + why);
    }

    private static void skip(String text, int[] at) {
        while (at[0] < text.length() && text.charAt(at[0]) == ' ') {
            at[0]++;
        }
    }

    private static Clause clause(String text, int[] at) {
        boolean negated = text.charAt(at[0]) == '-';
        if (negated) {
            at[0]++;
        }
        int start = at[0];
        while (at[0] < text.length()
                && (Character.isLetterOrDigit(text.charAt(at[0])) || "_.".indexOf(text.charAt(at[0])) >= 0)) {
            at[0]++;
        }
        String name = text.substring(start, at[0]);
        if (name.isEmpty()) {
            throw invalid("a field is missing at position " + start);
        }
        List<String> path = new ArrayList<>(List.of(name.split("\\.")));
        if (at[0] < text.length() && text.charAt(at[0]) == '[') {
            int close = text.indexOf(']', at[0]);
            if (close < 0) {
                throw invalid("] is missing");
            }
            path.add(text.substring(at[0] + 1, close).replace("'", "").replace("\"", ""));
            at[0] = close + 1;
        }
        String operator = "";
        while (at[0] < text.length() && ":~<>=".indexOf(text.charAt(at[0])) >= 0) {
            operator += text.charAt(at[0]++);
        }
        if (!List.of(":", "~", ">", "<", ">=", "<=").contains(operator)) {
            throw invalid("after " + name + " one of : ~ > < >= <= is needed");
        }
        String value;
        char quote = at[0] < text.length() ? text.charAt(at[0]) : ' ';
        if (quote == '\'' || quote == '"') {
            StringBuilder out = new StringBuilder();
            at[0]++;
            while (at[0] < text.length() && text.charAt(at[0]) != quote) {
                if (text.charAt(at[0]) == '\\' && at[0] + 1 < text.length()) {
                    at[0]++;
                }
                out.append(text.charAt(at[0]++));
            }
            at[0]++;
            value = out.toString();
        } else {
            int from = at[0];
            while (at[0] < text.length() && text.charAt(at[0]) != ' ') {
                at[0]++;
            }
            value = text.substring(from, at[0]);
        }
        return new Clause(path.getFirst(), path.subList(1, path.size()), operator, value, negated);
    }

    boolean test(Row row, Target target) {
        return any
                ? clauses.stream().anyMatch(c -> test(c, row, target))
                : clauses.stream().allMatch(c -> test(c, row, target));
    }

    private static boolean test(Clause c, Row row, Target target) {
        String property = c.field().equals(target.transforms().timestamps().createdAt()) ? "createdAt" : c.field();
        boolean hit;
        if (c.operator().equals(":") && c.value().equals("null")) {
            hit = !row.data().containsKey(property) || row.data().get(property) == null;
        } else if (c.operator().equals("~")) {
            String text = Values.text(row.data().get(property));
            hit = text != null
                    && text.toLowerCase(java.util.Locale.ROOT)
                            .contains(c.value().toLowerCase(java.util.Locale.ROOT));
        } else {
            String range = switch (c.operator()) {
                case ">" -> "gt";
                case "<" -> "lt";
                case ">=" -> "gte";
                case "<=" -> "lte";
                default -> "";
            };
            hit = new Condition(property, c.path(), range, false, List.of(c.value())).test(row);
        }
        return hit != c.negated();
    }
}
