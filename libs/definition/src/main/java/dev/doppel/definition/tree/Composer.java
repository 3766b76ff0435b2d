package dev.doppel.definition.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.parser.Parser;

/** Builds the tree of one document from parser events, expanding aliases and merge keys within the limits. */
final class Composer {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> SCALAR_TAGS =
            Set.of("!", CORE + "str", CORE + "int", CORE + "float", CORE + "bool", CORE + "null");

    private final String file;
    private final Parser events;
    private final Problems problems;
    private final Map<String, Built> anchors = new HashMap<>();
    private long nodes;

    Composer(String file, Parser events, Problems problems) {
        this.file = file;
        this.events = events;
        this.problems = problems;
    }

    /** A document that is not read any further. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final String code;
        final transient SourceRef at;
        final String advice;

        Refused(String code, SourceRef at, String message, String advice) {
            super(message);
            this.code = code;
            this.at = at;
            this.advice = advice;
        }
    }

    /** A node with what it costs to repeat it. */
    private record Built(Node node, long size, int depth) {}

    Node compose() {
        return node(0).node();
    }

    private Built node(int level) {
        Event event = events.next();
        SourceRef at = TreeReader.place(file, event.getStartMark().orElse(null));
        if (level > TreeReader.MAX_DEPTH) {
            throw new Refused(
                    "too-deep", at, "more than " + TreeReader.MAX_DEPTH + " levels of nesting", "flatten the document");
        }
        return switch (event.getEventId()) {
            case Alias -> alias((AliasEvent) event, at, level);
            case Scalar ->
                register(((ScalarEvent) event).getAnchor(), counted(scalar((ScalarEvent) event, at), 1, 0, at));
            case SequenceStart -> register(((CollectionStartEvent) event).getAnchor(), list(event, at, level));
            case MappingStart -> register(((CollectionStartEvent) event).getAnchor(), map(event, at, level));
            case StreamStart, StreamEnd, DocumentStart, DocumentEnd, SequenceEnd, MappingEnd, Comment ->
                throw new Refused("syntax", at, "unexpected " + event.getEventId(), "");
        };
    }

    private Built register(Optional<Anchor> anchor, Built built) {
        anchor.ifPresent(name -> anchors.put(name.getValue(), built));
        return built;
    }

    private Built counted(Node node, long size, int depth, SourceRef at) {
        nodes += 1;
        checkSize(at);
        return new Built(node, size, depth);
    }

    private void checkSize(SourceRef at) {
        if (nodes > TreeReader.MAX_NODES) {
            throw new Refused(
                    "too-large",
                    at,
                    "the document has more than " + TreeReader.MAX_NODES + " nodes after its aliases are expanded",
                    "use fewer or smaller aliases");
        }
    }

    private Built alias(AliasEvent event, SourceRef at, int level) {
        String name = event.getAlias().getValue();
        Built target = anchors.get(name);
        if (target == null) {
            throw new Refused(
                    "alias",
                    at,
                    "the alias *" + name + " names no anchor that is complete before it",
                    "define &" + name + " earlier; a node cannot contain itself");
        }
        nodes += target.size();
        checkSize(at);
        if (level + target.depth() > TreeReader.MAX_DEPTH) {
            throw new Refused(
                    "too-deep", at, "more than " + TreeReader.MAX_DEPTH + " levels of nesting", "flatten the document");
        }
        return target;
    }

    private Node scalar(ScalarEvent event, SourceRef at) {
        String text = event.getValue();
        String tag = event.getTag().orElse("");
        if (!tag.isEmpty() && !SCALAR_TAGS.contains(tag)) {
            customTag(tag, at);
        }
        boolean typed = tag.startsWith(CORE)
                ? !tag.equals(CORE + "str")
                : tag.isEmpty() && event.getScalarStyle() == ScalarStyle.PLAIN;
        if (!typed) {
            return ScalarNode.text(at, text);
        }
        try {
            JsonNode value = CoreSchema.plain(text);
            return new ScalarNode(at, value, text, false);
        } catch (CoreSchema.BadNumber bad) {
            problems.error("number", at, "", String.valueOf(bad.getMessage()), "write it in quotes to keep it as text");
            return new ScalarNode(at, TextNode.valueOf(text), text, false);
        }
    }

    private void customTag(String tag, SourceRef at) {
        problems.error(
                "tag", at, "", "the tag " + tag + " is not supported", "remove it; plain YAML 1.2 types are enough");
    }

    private void checkTag(Event event, SourceRef at) {
        String tag = ((CollectionStartEvent) event).getTag().orElse(null);
        if (tag != null && !tag.equals("!") && !tag.equals(CORE + "map") && !tag.equals(CORE + "seq")) {
            customTag(tag, at);
        }
    }

    private Built list(Event event, SourceRef at, int level) {
        checkTag(event, at);
        List<Node> items = new ArrayList<>();
        long size = 1;
        int depth = 0;
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            Built item = node(level + 1);
            items.add(item.node());
            size += item.size();
            depth = Math.max(depth, item.depth() + 1);
        }
        events.next();
        return counted(new ListNode(at, items), size, depth, at);
    }

    private Built map(Event event, SourceRef at, int level) {
        checkTag(event, at);
        Map<String, MapNode.Field> fields = new LinkedHashMap<>();
        Map<String, MapNode.Field> merged = new LinkedHashMap<>();
        long size = 1;
        int depth = 0;
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            boolean merge = isMergeKey(events.peekEvent());
            SourceRef keyAt =
                    TreeReader.place(file, events.peekEvent().getStartMark().orElse(null));
            String key = key(node(level + 1), keyAt);
            Built value = node(level + 1);
            size += value.size();
            depth = Math.max(depth, value.depth() + 1);
            if (merge) {
                merge(value.node(), keyAt, merged);
            } else if (key != null && fields.putIfAbsent(key, new MapNode.Field(keyAt, value.node())) != null) {
                problems.error(
                        "duplicate-key",
                        keyAt,
                        "",
                        "the key '" + key + "' is here twice",
                        "keep one; the first is at line " + line(fields, key));
            }
        }
        events.next();
        merged.forEach(fields::putIfAbsent);
        return counted(new MapNode(at, fields), size, depth, at);
    }

    private static int line(Map<String, MapNode.Field> fields, String key) {
        MapNode.Field field = fields.get(key);
        return field == null ? 0 : field.keyAt().line();
    }

    private static boolean isMergeKey(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().equals("<<");
    }

    private @Nullable String key(Built key, SourceRef at) {
        if (key.node() instanceof ScalarNode scalar) {
            return scalar.source();
        }
        problems.error("key", at, "", "a key is " + key.node().kind(), "keys are text");
        return null;
    }

    private void merge(Node value, SourceRef at, Map<String, MapNode.Field> into) {
        switch (value) {
            case MapNode map -> map.fields().forEach(into::putIfAbsent);
            case ListNode list ->
                list.items().forEach(item -> {
                    if (item instanceof MapNode map) {
                        map.fields().forEach(into::putIfAbsent);
                    } else {
                        badMerge(item, at);
                    }
                });
            case ScalarNode scalar -> badMerge(scalar, at);
        }
    }

    private void badMerge(Node value, SourceRef at) {
        problems.error(
                "merge-key", at, "", "the merge key << holds " + value.kind(), "it takes a map or a list of maps");
    }
}
