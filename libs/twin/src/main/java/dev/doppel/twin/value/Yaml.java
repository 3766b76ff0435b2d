package dev.doppel.twin.value;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * YAML to plain values by the 1.2 core schema, with anchors, aliases, merge keys and positions. Duplicate keys are errors. Nothing is
 * constructed from tags. Bounded: 256 levels, 2 000 000 nodes counted after alias expansion, 64 MiB of text.
 */
public final class Yaml {
    private static final int MAX_NODES = 2_000_000;
    private static final int MAX_CHARS = 64 * 1024 * 1024;

    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new LinkedHashMap<>();
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final boolean config;
    private long nodes;

    private record Anchored(@Nullable Object value, long size) {}

    private Yaml(String text, boolean config) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        this.config = config;
        this.events = new org.yaml.snakeyaml.Yaml(options)
                .parse(new StringReader(text))
                .iterator();
    }

    /** Reads a document without positions (imported documents). */
    public static @Nullable Object parse(String text) {
        return read(text, false).value();
    }

    /** Reads a configuration: with positions, and with unquoted timestamps below {@code seedData} as RFC 3339 instants. */
    public static Parsed parseConfig(String text) {
        return read(text, true);
    }

    private static Parsed read(String text, boolean config) {
        if (text.length() > MAX_CHARS) {
            throw new ValueSyntaxException("the YAML text is longer than 64 MiB", 0, 0);
        }
        Yaml reader = new Yaml(text, config);
        try {
            return new Parsed(reader.document(), reader.positions, List.of());
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new ValueSyntaxException(
                    "not valid YAML: " + e.getProblem(),
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1);
        } catch (YAMLException e) {
            throw new ValueSyntaxException("not valid YAML: " + e.getMessage(), 0, 0);
        }
    }

    private @Nullable Object document() {
        Event event = events.next();
        while (event.is(Event.ID.StreamStart) || event.is(Event.ID.DocumentStart)) {
            event = events.next();
        }
        if (event.is(Event.ID.StreamEnd)) {
            throw new ValueSyntaxException("the document is empty", 1, 1);
        }
        Object value = node(event, "", 0);
        while (events.hasNext()) {
            if (events.next().is(Event.ID.DocumentStart)) {
                throw new ValueSyntaxException("the file holds more than one YAML document; only one is read", 0, 0);
            }
        }
        return value;
    }

    private static ValueSyntaxException at(Event event, String message) {
        Mark mark = event.getStartMark();
        return new ValueSyntaxException(message, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void count(Event event, long more) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw at(
                    event,
                    "the document has more than " + MAX_NODES + " nodes (aliases counted each time they are used)");
        }
    }

    private @Nullable Object node(Event event, String pointer, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw at(event, "nested deeper than " + Json.MAX_DEPTH + " levels");
        }
        if (config) {
            Mark mark = event.getStartMark();
            positions.put(pointer, new Position(mark.getLine() + 1, mark.getColumn() + 1));
        }
        if (event instanceof AliasEvent alias) {
            Anchored target = anchors.get(alias.getAnchor());
            if (target == null) {
                throw at(event, "the alias *" + alias.getAnchor() + " has no anchor before it");
            }
            count(event, target.size());
            return target.value();
        }
        long before = nodes;
        count(event, 1);
        Object value = switch (event) {
            case ScalarEvent scalar -> scalar(scalar, pointer);
            case SequenceStartEvent start -> sequence(pointer, depth);
            case MappingStartEvent start -> mapping(pointer, depth);
            default -> throw at(event, "unexpected " + event);
        };
        if (event instanceof NodeEvent named && named.getAnchor() != null) {
            anchors.put(named.getAnchor(), new Anchored(value, nodes - before));
        }
        return value;
    }

    private List<Object> sequence(String pointer, int depth) {
        List<Object> out = new ArrayList<>();
        for (Event e = events.next(); !e.is(Event.ID.SequenceEnd); e = events.next()) {
            out.add(node(e, config ? pointer + "/" + out.size() : "", depth + 1));
        }
        return out;
    }

    private Map<String, Object> mapping(String pointer, int depth) {
        Map<String, Object> own = new LinkedHashMap<>();
        List<Map<String, Object>> merges = new ArrayList<>();
        for (Event e = events.next(); !e.is(Event.ID.MappingEnd); e = events.next()) {
            if (!(e instanceof ScalarEvent keyEvent)) {
                throw at(e, "a mapping key must be plain text");
            }
            String key = keyEvent.getValue();
            Event valueEvent = events.next();
            if (key.equals("<<") && keyEvent.isPlain()) {
                Object merged = node(valueEvent, config ? pointer + "/<<" : "", depth + 1);
                collectMerge(merged, merges, valueEvent);
                continue;
            }
            if (own.containsKey(key)) {
                throw at(e, "the key \"" + key + "\" stands twice in one mapping");
            }
            own.put(key, node(valueEvent, config ? pointer + Values.pointerStep(key) : "", depth + 1));
        }
        if (merges.isEmpty()) {
            return own;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = merges.size() - 1; i >= 0; i--) {
            out.putAll(merges.get(i));
        }
        out.putAll(own);
        return out;
    }

    private static void collectMerge(@Nullable Object merged, List<Map<String, Object>> merges, Event at) {
        if (merged instanceof Map<?, ?>) {
            merges.add(Values.mapOrEmpty(merged));
        } else if (merged instanceof List<?> list && list.stream().allMatch(i -> i instanceof Map)) {
            list.forEach(item -> merges.add(Values.mapOrEmpty(item)));
        } else {
            throw at(at, "the merge key << wants a mapping or a list of mappings");
        }
    }

    private @Nullable Object scalar(ScalarEvent event, String pointer) {
        String text = event.getValue();
        String tag = event.getTag();
        if ("tag:yaml.org,2002:str".equals(tag) || (!event.isPlain() && tag == null) || "!".equals(tag)) {
            return text;
        }
        Object value = YamlScalars.core(text);
        if (config && value instanceof String && pointer.contains("/seedData/")) {
            return YamlScalars.timestamp(text);
        }
        return value;
    }
}
