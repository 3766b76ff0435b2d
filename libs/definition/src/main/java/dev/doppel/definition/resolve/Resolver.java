package dev.doppel.definition.resolve;

import dev.doppel.definition.files.FileEntry;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.DefinitionReader;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import dev.doppel.definition.tree.TreeReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes one definition through steps 2 to 6 and 8 of spec 1.9. Validation comes after. */
public final class Resolver {
    private final Sources sources;
    private final Map<String, String> env;
    private final @Nullable MapNode platform;

    /**
     * @param env {@code config.env} with overrides
     * @param platform {@code x-platform} of config.yaml
     */
    public Resolver(Sources sources, Map<String, String> env, @Nullable MapNode platform) {
        this.sources = sources;
        this.env = env;
        this.platform = platform;
    }

    /**
     * A document without references and load-time placeholders.
     *
     * @param consumed every file that went into it
     * @param twinTables names of the tables of its twins, by path of their configuration
     */
    public record Resolved(
            MapNode document, List<FileEntry> files, Set<String> consumed, Map<String, Set<String>> twinTables) {
        public Resolved {
            files = List.copyOf(files);
            consumed = Set.copyOf(consumed);
        }
    }

    /** Resolves a definition file's document; what goes wrong is added to the problems and left as it was. */
    public Resolved resolve(String file, MapNode written, Problems problems) {
        Set<String> consumed = new TreeSet<>(Set.of(file));
        References references = new References(sources, problems, consumed);
        MapNode document = written;
        if (document.get("tests") instanceof ListNode tests) {
            document = document.with("tests", new Actions(references).tests(tests, "tests"));
        }
        Fragments fragments = new Fragments(references);
        List<String> origins = new ArrayList<>();
        for (String key : List.of("items", "mocks")) {
            if (document.get(key) instanceof ListNode items) {
                document = document.with(key, items(items, key, fragments, file, origins));
            }
        }
        document = variables(document, new Fragments(references));
        document = withPlatform(document);
        long limit = Math.min(TreeReader.MAX_NODES, sources.budget().resolvedLeft());
        long size = Node.size(document, limit);
        if (size > limit) {
            problems.error(
                    "too-large",
                    written.at(),
                    "",
                    "the definition has more than " + limit + " nodes after its references are expanded",
                    limit < TreeReader.MAX_NODES
                            ? "all definitions together may have " + Budget.MAX_RESOLVED + "; name a smaller target"
                            : "split it");
            return new Resolved(new MapNode(written.at(), Map.of()), List.of(), consumed, Map.of());
        }
        sources.budget().resolved(size);
        document = interpolated(document, problems);
        Attachments attachments = new Attachments(sources, problems);
        if (document.get("items") instanceof Node items) {
            document = document.with("items", attachments.items(items, origins, file));
        }
        List<FileEntry> files = List.copyOf(attachments.entries());
        files.forEach(entry -> consumed.add(entry.path()));
        return new Resolved(document, files, consumed, attachments.twinTables());
    }

    private static Node items(ListNode list, String key, Fragments fragments, String file, List<String> origins) {
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            String origin = file;
            Node item = list.items().get(i);
            if (item instanceof MapNode map) {
                Fragments.Expanded expanded = fragments.expand(map, key + "[" + i + "]");
                origin = expanded.last() == null ? file : expanded.last();
                item = expanded.complete()
                        ? expanded.map()
                        : expanded.map().with(DefinitionReader.INCOMPLETE, ScalarNode.text(map.at(), "true"));
            }
            if (key.equals("items")) {
                origins.add(origin);
            }
            items.add(item);
        }
        return new ListNode(list.at(), items);
    }

    private static MapNode variables(MapNode written, Fragments fragments) {
        MapNode document = written;
        if (document.get("variables") instanceof MapNode map) {
            document = document.with(
                    "variables", fragments.expand(map, "variables").map());
        }
        if (document.get("tests") instanceof ListNode tests) {
            List<Node> expanded = new ArrayList<>();
            for (int i = 0; i < tests.items().size(); i++) {
                Node test = tests.items().get(i);
                String path = "tests[" + i + "].variables";
                expanded.add(
                        test instanceof MapNode map && map.get("variables") instanceof MapNode variables
                                ? map.with(
                                        "variables",
                                        fragments.expand(variables, path).map())
                                : test);
            }
            document = document.with("tests", new ListNode(tests.at(), expanded));
        }
        return document;
    }

    private MapNode withPlatform(MapNode document) {
        MapNode merged = platform;
        MapNode config = document.get("config") instanceof MapNode map ? map : null;
        for (MapNode holder : config == null ? List.of(document) : List.of(config, document)) {
            if (holder.get("x-platform") instanceof MapNode own) {
                merged = merged == null ? own : merged.overlaidBy(own);
            }
        }
        return merged == null ? document : document.with("x-platform", merged);
    }

    private MapNode interpolated(MapNode document, Problems problems) {
        Map<String, String> variables = new HashMap<>(env);
        if (document.get("variables") instanceof MapNode map) {
            map.fields().forEach((name, field) -> {
                if (field.value() instanceof ScalarNode scalar && !scalar.isNull()) {
                    variables.put(name, scalar.inText());
                }
            });
        }
        Placeholders placeholders = new Placeholders(env, variables, sources.budget(), problems);
        Map<String, MapNode.Field> fields = new LinkedHashMap<>();
        document.fields().forEach((key, field) -> {
            boolean item = key.equals("items") || key.equals("mocks");
            Node value = item ? placeholders.inItem(field.value(), key) : placeholders.elsewhere(field.value(), key);
            fields.put(key, new MapNode.Field(field.keyAt(), value));
        });
        return new MapNode(document.at(), fields);
    }
}
