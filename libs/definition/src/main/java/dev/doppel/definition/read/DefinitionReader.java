package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.definition.model.Config;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Settings;
import dev.doppel.definition.model.TestCase;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.Annotations;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole resolved document (spec 1.5). */
public final class DefinitionReader {
    private static final List<String> KEYS =
            List.of("name", "description", "items", "mocks", "tests", "variables", "config");
    /** Marks an item whose references could not be followed; it is not looked at any further. */
    public static final String INCOMPLETE = "x-incomplete";

    private static final int LONGEST_NAME = 100;
    static final int LONGEST_DESCRIPTION = 500;

    private final Context context;

    private DefinitionReader(Context context) {
        this.context = context;
    }

    /**
     * Reads and checks; nothing stops at the first finding.
     *
     * @param notes takes what the resolved document must show: converted scalars, positions
     * @param twinTables names of tables by path of the twin's configuration, as far as they are known
     * @return null when the definition has errors; they are among the problems
     */
    public static @Nullable Definition read(
            MapNode document,
            Capabilities capabilities,
            Problems problems,
            Annotations notes,
            Map<String, Set<String>> twinTables) {
        Definition definition =
                new DefinitionReader(new Context(problems, capabilities, notes)).definition(document, twinTables);
        return problems.hasErrors() ? null : definition;
    }

    private Definition definition(MapNode document, Map<String, Set<String>> twinTables) {
        Fields fields = new Fields(context, document, "", KEYS);
        String name = fields.requiredText("name", "give the definition a name of 1 to 100 characters");
        if (name != null && name.codePointCount(0, name.length()) > LONGEST_NAME) {
            fields.error("name", "name", "the name has more than 100 characters", "1 to 100 characters");
        }
        Settings settings = SettingsReader.settings(fields);
        Map<String, Item> items = items(fields);
        CrossChecks checks = new CrossChecks(context, items, hasIncomplete(document));
        checks.mocks();
        context.twins(new TwinNames(items.values(), twinTables, hasIncomplete(document)));
        List<TestCase> tests = tests(fields, settings, checks);
        Expressions.check(context, fields.node("tests"), "tests");
        return new Definition(
                name == null ? "" : name,
                fields.note("description", LONGEST_DESCRIPTION),
                List.copyOf(items.values()),
                tests,
                variables(fields),
                config(fields),
                settings,
                context.place(document));
    }

    private static boolean hasIncomplete(MapNode document) {
        return document.get("items") instanceof ListNode list
                && list.items().stream().anyMatch(item -> item instanceof MapNode map && map.has(INCOMPLETE));
    }

    private Map<String, Item> items(Fields fields) {
        if (!(fields.map.get("items") instanceof ListNode list)) {
            Node node = fields.map.get("items");
            if (node == null) {
                fields.missing("items", "a definition has a list 'items'");
            } else {
                fields.wrongType("items", node, "a list");
            }
            return Map.of();
        }
        if (list.items().isEmpty()) {
            fields.warning("empty", "items", "'items' is empty", "name at least one item");
        }
        return new ItemReader(context).items(fields);
    }

    private List<TestCase> tests(Fields fields, Settings settings, CrossChecks checks) {
        if (fields.node("tests") instanceof MapNode) {
            fields.warning(
                    "legacy", "tests", "'tests' has a legacy shape (a map) and is ignored", "write a list of tests");
            return List.of();
        }
        return new TestReader(context, settings, checks).tests(fields);
    }

    private static Config config(Fields fields) {
        MapNode map = fields.map("config");
        if (map == null) {
            return Config.DEFAULT;
        }
        Fields config = new Fields(fields.context, map, fields.path("config"), List.of("timeoutSeconds", "browser"));
        Integer seconds = config.integer("timeoutSeconds", 1, Integer.MAX_VALUE);
        MapNode browser = config.map("browser");
        String version = browser == null
                ? null
                : new Fields(fields.context, browser, config.path("browser"), List.of("version")).filledText("version");
        return new Config(
                seconds == null ? Config.DEFAULT.timeout() : Duration.ofSeconds(seconds),
                version == null ? Config.DEFAULT.browserVersion() : version,
                config.flag("x-stopDefinitionOnFailure", false));
    }

    /** A variables map (spec 1.5): keys are words, values any JSON. */
    static Map<String, JsonNode> variables(Fields fields) {
        MapNode map = fields.map("variables");
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        if (map != null) {
            map.fields().forEach((key, field) -> {
                if (!Syntax.isWord(key)) {
                    fields.context.error(
                            "name",
                            field.keyAt(),
                            fields.path("variables"),
                            "the variable name '" + Show.shorten(key) + "' is not allowed",
                            "use letters, digits and _");
                }
                variables.put(key, Json.of(field.value()));
            });
        }
        return variables;
    }
}
