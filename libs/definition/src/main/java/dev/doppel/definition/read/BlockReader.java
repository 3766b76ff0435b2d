package dev.doppel.definition.read;

import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.AssertionScope;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.CountRule;
import dev.doppel.definition.model.CountRule.Comparison;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.matching.value.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of a step's {@code assertions}, both generations and flat assertions (spec 7.1, 7.4, 7.5). */
final class BlockReader {
    private static final List<String> KEYS = LoopReader.withLoops(
            "match", "count", "assertionScope", "assertions", "extract", "service", "consoleAssertions", "name");
    private static final List<String> MATCH_KEYS = List.of("path", "where", "count", "as", "origin", "method", "url");
    private static final List<String> CONSOLE_KEYS = List.of("level", "message", "count", "disabled");

    private final Context context;
    private final CrossChecks checks;
    private final LoopReader loops;
    private final AssertionReader assertions;

    BlockReader(Context context, CrossChecks checks, LoopReader loops) {
        this.context = context;
        this.checks = checks;
        this.loops = loops;
        this.assertions = new AssertionReader(context);
    }

    List<Block> blocks(Fields step) {
        List<Block> blocks = new ArrayList<>();
        List<Assertion> flat = new ArrayList<>();
        for (Map.Entry<String, MapNode> element : step.maps("assertions").entrySet()) {
            MapNode map = element.getValue();
            if (isFlat(map)) {
                flat.add(assertions.assertion(map, element.getKey(), flat.size()));
                continue;
            }
            flush(flat, blocks);
            blocks.add(block(map, element.getKey(), blocks.size()));
        }
        flush(flat, blocks);
        return blocks;
    }

    /** Has an operator, or at least a source: a forgotten operator must not turn a check into an unknown key. */
    private static boolean isFlat(MapNode map) {
        boolean block = map.has("match")
                || map.has("assertions")
                || map.has("extract")
                || map.has("consoleAssertions")
                || LoopReader.hasLoop(map);
        return !block && (map.has("operator") || map.has("path") || map.has("value"));
    }

    private static void flush(List<Assertion> flat, List<Block> blocks) {
        if (!flat.isEmpty()) {
            Block.Head head = new Block.Head(
                    blocks.size(), null, List.of(), null, flat.getFirst().at());
            blocks.add(new Block.SelfBlock(head, flat, true));
            flat.clear();
        }
    }

    private Block block(MapNode written, String path, int index) {
        LoopReader.Body body =
                loops.body(written, path, List.of("match", "assertions", "extract"), LoopReader.Level.BLOCK);
        Fields fields = new Fields(context, body.map(), path, KEYS);
        Block.Head head = new Block.Head(
                index,
                fields.scalarText("name"),
                new ExtractReader(context).extract(fields),
                body.loop(),
                context.place(written));
        Node match = fields.map.get("match");
        if (fields.has("consoleAssertions") || fields.has("service")) {
            return console(fields, head);
        }
        if (match == null) {
            return self(fields, head);
        }
        if (!(match instanceof MapNode map)) {
            fields.wrongType("match", match, "a map: {path, where, count} or {origin, method, url}");
            return self(fields, head);
        }
        context.place(map);
        Fields inner = new Fields(context, map, fields.path("match"), MATCH_KEYS);
        return inner.has("path") ? newMatch(fields, inner, head) : oldMatch(fields, inner, head);
    }

    private Block self(Fields fields, Block.Head head) {
        for (String key : List.of("count", "assertionScope")) {
            if (fields.has(key)) {
                fields.warning(
                        "ignored",
                        key,
                        "'" + key + "' has no effect without 'match'",
                        "add a match, or use 'count: <path>' in an assertion");
            }
        }
        List<Assertion> found = assertions.assertions(fields, "assertions");
        if (found.isEmpty() && head.extract().isEmpty() && !fields.has("match")) {
            context.warning(
                    "empty", fields.at(), fields.path, "the block checks nothing", "give it assertions or remove it");
        }
        return new Block.SelfBlock(head, found, false);
    }

    /** The count beside the match or inside it; both are read in either form. */
    private @Nullable CountRule count(Fields block, Fields match) {
        if (block.has("count") && match.has("count")) {
            block.error("exclusive", "count", "'count' is both inside 'match' and beside it", "keep one of them");
        }
        CountRule inside = CountReader.count(match, "count");
        CountRule beside = CountReader.count(block, "count");
        return inside != null ? inside : beside;
    }

    private Block newMatch(Fields fields, Fields match, Block.Head head) {
        for (String key : List.of("origin", "method", "url")) {
            if (match.has(key)) {
                match.warning(
                        "ignored",
                        key,
                        "'" + key + "' has no effect beside 'path'",
                        "use 'where', for example {path: $$." + (key.equals("origin") ? key : "request." + key)
                                + ", operator: eq, value: ...}");
            }
        }
        if (fields.has("assertionScope")) {
            fields.warning(
                    "ignored",
                    "assertionScope",
                    "'assertionScope' has no effect with 'match.path'",
                    "use $.match, $.lastMatch or $.matches");
        }
        String path = match.requiredText("path", "a '$.' path to a list");
        if (path != null) {
            PathCheck.root(context, match.map, match.path("path"), path);
        }
        String as = match.filledText("as");
        if (as != null && !Syntax.isWord(as)) {
            match.error("name", "as", "'" + Show.shorten(as) + "' is no variable name", "letters, digits and _");
        }
        CountRule count = count(fields, match);
        return new Block.NewMatchBlock(
                head,
                path == null ? "$" : path,
                new WhereReader(context).where(match, "where"),
                count == null ? CountRule.AT_LEAST_ONE : count,
                as,
                assertions.assertions(fields, "assertions"));
    }

    private Block oldMatch(Fields fields, Fields match, Block.Head head) {
        for (String key : List.of("where", "as")) {
            if (match.has(key)) {
                match.warning(
                        "ignored", key, "'" + key + "' has no effect without 'match.path'", "add path: $.traffic");
            }
        }
        CountRule given = count(fields, match);
        CountRule count = given == null ? CountRule.AT_LEAST_ONE : given;
        String origin = match.filledText("origin");
        checks.origin(match, "origin", origin, wantsCalls(count));
        String method = match.filledText("method");
        return new Block.OldMatchBlock(
                head,
                "browser".equals(origin) ? "chromium" : origin,
                method,
                match.filledText("url"),
                count,
                scope(fields),
                assertions.assertions(fields, "assertions"));
    }

    private static boolean wantsCalls(CountRule count) {
        int number = count.fixed().orElse(1);
        return switch (count.comparison()) {
            case EQ, GTE -> number > 0;
            case GT -> true;
            case LT, LTE -> false;
        };
    }

    private static AssertionScope scope(Fields fields) {
        String text = fields.text("assertionScope");
        for (AssertionScope scope : AssertionScope.values()) {
            if (text != null && scope.name().toLowerCase(Locale.ROOT).equals(text)) {
                return scope;
            }
        }
        if (text != null) {
            fields.error(
                    "enum",
                    "assertionScope",
                    "unknown scope '" + Show.shorten(text) + "'",
                    "one of all, first, last, any");
        }
        return AssertionScope.ALL;
    }

    private Block console(Fields fields, Block.Head head) {
        for (String key : List.of("match", "count", "assertionScope", "assertions")) {
            if (fields.has(key)) {
                fields.warning(
                        "ignored",
                        key,
                        "'" + key + "' has no effect in a console block",
                        "put it into a block of its own");
            }
        }
        String service = fields.requiredText("service", "the item whose console lines are counted");
        if (service != null) {
            checks.console(fields, "service", service);
        }
        if (fields.node("consoleAssertions") == null) {
            fields.missing("consoleAssertions", "a list of {level, message, count}");
        }
        List<Block.ConsoleAssertion> found = new ArrayList<>();
        fields.maps("consoleAssertions").forEach((path, map) -> found.add(consoleAssertion(map, path, found.size())));
        return new Block.ConsoleBlock(head, service == null ? "" : service, found);
    }

    private Block.ConsoleAssertion consoleAssertion(MapNode map, String path, int index) {
        Fields fields = new Fields(context, map, path, CONSOLE_KEYS);
        String level = fields.filledText("level");
        if (fields.node("count") == null) {
            fields.missing("count", "how many such lines there must be");
        }
        CountRule count = CountReader.count(fields, "count");
        MapNode message = fields.map("message");
        return new Block.ConsoleAssertion(
                index,
                level == null ? null : level.toUpperCase(Locale.ROOT),
                message == null
                        ? null
                        : message(new Fields(context, message, fields.path("message"), List.of("operator", "value"))),
                count == null ? new CountRule(Comparison.GTE, CountRule.AT_LEAST_ONE.value(), false) : count,
                fields.flag("disabled", false),
                context.place(map));
    }

    private Block.ConsoleAssertion.@Nullable Message message(Fields fields) {
        Operator operator = assertions.operator(fields);
        if (operator != null
                && operator != Operator.EQ
                && operator != Operator.CONTAINS
                && operator != Operator.MATCHES) {
            fields.error(
                    "operator",
                    "operator",
                    "'" + operator.text() + "' does not compare console lines",
                    "one of eq, contains, matches");
        }
        String value = fields.scalarText("value");
        if (value == null) {
            fields.missing("value", "the text to look for");
        } else if (operator == Operator.MATCHES && !Syntax.dynamic(value)) {
            Syntax.regexComplaint(value)
                    .ifPresent(complaint -> fields.error(
                            "regex", "value", "not a valid regular expression: " + complaint, "RE2 syntax"));
        }
        return operator == null || value == null ? null : new Block.ConsoleAssertion.Message(operator, value);
    }
}
