package dev.doppel.runner.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.matching.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The root document of one step over one view (spec 7.2). Only the lists that the step's paths can name are built. Confined to the thread
 * of the step.
 */
public final class RootDocument {
    private final ObjectNode node = Json.nodes().objectNode();
    private final View view;

    /**
     * Builds it.
     *
     * @param wanted lists that some path may name
     */
    public RootDocument(OwnCall own, View view, Entries entries, Set<Observed> wanted) {
        this.view = view;
        node.set("request", own.request());
        node.set("response", own.response());
        node.put("responseTime", own.responseTime());
        if (wanted.contains(Observed.TIMELINE)) {
            timeline(entries);
        } else if (wanted.contains(Observed.TRAFFIC)) {
            node.set("traffic", entries.entries(view.traffic().elements()));
        }
        if (!view.rows().isEmpty()) {
            node.set("twin", Rows.byTable(view.rows(), entries.bodies()));
        }
        if (wanted.contains(Observed.ALL_TRAFFIC)) {
            node.set("allTraffic", entries.entries(view.allTraffic().elements()));
        }
        if (wanted.contains(Observed.BOOT_TRAFFIC)) {
            node.set("bootTraffic", entries.entries(view.bootTraffic().elements()));
        }
        if (wanted.contains(Observed.CONSOLE_LOGS)) {
            node.set("consoleLogs", entries.lines(view.lines().elements()));
        }
        if (wanted.contains(Observed.ALL_CONSOLE_LOGS)) {
            node.set("allConsoleLogs", entries.lines(view.allLines().elements()));
        }
    }

    private void timeline(Entries entries) {
        List<Exchange> exchanges = view.traffic().elements();
        List<ObjectNode> copies = new ArrayList<>();
        ArrayNode traffic = Json.nodes().arrayNode();
        for (Exchange exchange : exchanges) {
            ObjectNode copy = Json.nodes().objectNode();
            copy.setAll(entries.entry(exchange));
            copies.add(copy);
            traffic.add(copy);
        }
        node.set("timeline", Timeline.of(exchanges, copies, view.lines().elements()));
        node.set("traffic", traffic);
    }

    /** The document with the variables visible now. The nodes are shared, the outermost object is not. */
    public ObjectNode with(Map<String, JsonNode> variables) {
        ObjectNode root = Json.nodes().objectNode();
        root.setAll(node);
        ObjectNode all = root.putObject("variables");
        variables.forEach(all::set);
        return root;
    }

    /** What it was built over. */
    public View view() {
        return view;
    }

    /** How many leading elements of a list keep their places; of the timeline none, before it is complete. */
    public int firm(Observed list) {
        return switch (list) {
            case TRAFFIC -> view.traffic().firm();
            case ALL_TRAFFIC -> view.allTraffic().firm();
            case BOOT_TRAFFIC -> view.bootTraffic().firm();
            case CONSOLE_LOGS -> view.lines().firm();
            case ALL_CONSOLE_LOGS -> view.allLines().firm();
            case TIMELINE, DB_LOGS, ALL_DB_LOGS, MESSAGE_LOGS, ALL_MESSAGE_LOGS -> 0;
        };
    }
}
