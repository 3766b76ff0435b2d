package dev.doppel.definition.read;

import dev.doppel.definition.model.HealthCheck;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.ItemHead;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.model.Twin;
import dev.doppel.definition.model.Worker;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The items of a definition, both spellings (spec section 2). */
final class ItemReader {
    static final List<String> TYPES = List.of("SERVICE", "WORKER", "DATABASE", "BROKER", "MOCK", "TWIN");
    private static final List<String> LEGACY_TYPES = List.of("HTTP_REQUEST", "DB_QUERY");
    private static final List<String> SERVICE_KEYS = ProgramReader.keys("port", "healthCheck", "uiPath", "debugPort");
    private static final List<String> WORKER_KEYS = ProgramReader.keys();
    private static final List<String> TWIN_KEYS =
            List.of("type", "name", "description", "stage", "mockTarget", "mockOrigin", "config", "env", "x-files");
    private static final Set<String> RESERVED = Set.of("localhost", "chromium");

    private final Context context;
    private final Map<String, SourceRef> names = new HashMap<>();

    ItemReader(Context context) {
        this.context = context;
    }

    /** The items by their place in the document, in definition order. */
    Map<String, Item> items(Fields definition) {
        Map<String, Item> items = new LinkedHashMap<>();
        definition.maps("items").forEach((path, map) -> {
            Item item = item(map, path);
            if (item != null) {
                items.put(path, item);
            }
        });
        MockReader mocks = new MockReader(context);
        Map<String, MapNode> shortForms = definition.maps("mocks");
        int index = 0;
        Map<String, SourceRef> shortNames = new HashMap<>();
        for (Map.Entry<String, MapNode> entry : shortForms.entrySet()) {
            Mock mock = mocks.shortForm(entry.getValue(), entry.getKey(), index++);
            if (mock != null) {
                SourceRef first = shortNames.putIfAbsent(mock.name(), mock.at());
                if (first != null) {
                    context.warning(
                            "duplicate-name",
                            mock.at(),
                            entry.getKey(),
                            "another mock is called '" + Show.shorten(mock.name()) + "' too (" + first + ")",
                            "give each mock a name of its own");
                }
                items.put(entry.getKey(), mock);
            }
        }
        return items;
    }

    private @Nullable Item item(MapNode map, String path) {
        if (map.has(DefinitionReader.INCOMPLETE)) {
            return null;
        }
        String type = map.get("type") instanceof ScalarNode scalar && scalar.isText() ? scalar.source() : null;
        if (type == null || !(TYPES.contains(type) || LEGACY_TYPES.contains(type))) {
            badType(map, path, type);
            return null;
        }
        return switch (type) {
            case "SERVICE" -> service(new Fields(context, map, path, SERVICE_KEYS));
            case "WORKER" -> worker(new Fields(context, map, path, WORKER_KEYS));
            case "DATABASE" -> new DatabaseReader(this).database(map, path);
            case "BROKER" -> new DatabaseReader(this).broker(map, path);
            case "MOCK" -> new MockReader(context).item(map, path, this);
            case "TWIN" -> twin(new Fields(context, map, path, TWIN_KEYS));
            default -> {
                SavedRequests.check(context, map, path, type);
                yield null;
            }
        };
    }

    private void badType(MapNode map, String path, @Nullable String type) {
        Node node = map.get("type");
        String advice = "one of " + String.join(", ", TYPES);
        if (node == null) {
            context.error("missing", map.at(), path, "'type' is missing", advice);
            return;
        }
        String near = type == null
                ? ""
                : Nearest.to(type, TYPES)
                        .map(found -> "did you mean " + found + "? ")
                        .orElse("");
        context.error(
                "enum",
                node,
                path + ".type",
                "unknown item type '" + Show.shorten(type == null ? node.kind() : type) + "'",
                near + advice);
    }

    Context context() {
        return context;
    }

    /** Name, description and stage; the name is checked and must be new (spec 2.1). */
    ItemHead head(Fields fields, boolean staged) {
        String name = fields.requiredText("name", "name the item; the name is its host name");
        if (name != null) {
            checkName(fields, name);
        }
        Integer stage = staged ? fields.integer("stage", 0, Integer.MAX_VALUE) : null;
        return new ItemHead(
                name == null ? "" : name,
                fields.note("description", DefinitionReader.LONGEST_DESCRIPTION),
                stage == null ? 0 : stage,
                context.place(fields.map));
    }

    private void checkName(Fields fields, String name) {
        if (!Syntax.isLabel(name)) {
            fields.error(
                    "name",
                    "name",
                    "'" + Show.shorten(name) + "' cannot be a host name",
                    "at most 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit");
        } else if (RESERVED.contains(name)) {
            fields.error("name", "name", "'" + name + "' is a name the platform uses itself", "choose another name");
        }
        SourceRef first = names.putIfAbsent(name, fields.at());
        if (first != null) {
            fields.error(
                    "duplicate-name",
                    "name",
                    "a second item is called '" + Show.shorten(name) + "'; the first is at " + first,
                    "give it another name: item names are unique within a definition");
        }
    }

    private Service service(Fields fields) {
        ItemHead head = head(fields, true);
        Integer port = fields.integer("port", 1, 65535);
        if (!fields.has("port")) {
            fields.context.warning(
                    "default",
                    fields.at(),
                    fields.path,
                    "'port' is missing, 80 is taken",
                    "say where the process listens");
        }
        if (fields.has("debugPort")) {
            fields.warning("legacy", "debugPort", "'debugPort' has no effect", "remove it");
        }
        return new Service(
                head,
                new ProgramReader(fields).program(),
                port == null ? 80 : port,
                healthCheck(fields),
                fields.text("uiPath"));
    }

    private static HealthCheck healthCheck(Fields fields) {
        String advice = "'tcp', or a path that begins with '/'";
        String check = fields.requiredText("healthCheck", advice);
        if (check == null || check.equals("tcp")) {
            return new HealthCheck.Tcp();
        }
        if (!check.startsWith("/")) {
            fields.error("health-check", "healthCheck", "'healthCheck' is '" + Show.shorten(check) + "'", advice);
        }
        return new HealthCheck.HttpGet(check);
    }

    private Worker worker(Fields fields) {
        return new Worker(head(fields, true), new ProgramReader(fields).program(), fields.flag("x-oneShot", false));
    }

    private Twin twin(Fields fields) {
        context.require(Capabilities.Construct.TWIN, fields.at(), fields.path);
        ItemHead head = head(fields, true);
        List<Mock.Target> targets = new ArrayList<>();
        MockReader mocks = new MockReader(context);
        if (fields.node("mockTarget") instanceof ListNode) {
            List<String> texts = fields.texts("mockTarget");
            for (String text : texts == null ? List.<String>of() : texts) {
                targets.add(mocks.target(fields, "mockTarget", text));
            }
        } else {
            String text = fields.requiredText("mockTarget", "the host, or a list of hosts, that the twin stands for");
            if (text != null) {
                targets.add(mocks.target(fields, "mockTarget", text));
            }
        }
        String config = fields.requiredText("config", "the path of the twin's mockd.yaml");
        List<String> files = fields.has("x-files") ? fields.texts("x-files") : null;
        return new Twin(
                head,
                targets,
                config == null ? "" : config,
                MockReader.origin(fields, "mockOrigin"),
                ProgramReader.env(fields),
                files == null ? List.of() : files);
    }
}
