package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Path tries by target. Filled once, then only read. */
final class HostTable {
    private final Map<String, Map<Integer, PathTrie>> exact = new HashMap<>();
    private final Map<String, Map<Integer, PathTrie>> bySuffix = new HashMap<>();
    private final Map<Integer, PathTrie> any = new HashMap<>();
    private final List<PathTrie> tries = new ArrayList<>();
    private final Set<String> itemNames;

    HostTable(Set<String> itemNames) {
        this.itemNames = itemNames;
    }

    void add(Compiled rule) {
        Target target = rule.target();
        Map<Integer, PathTrie> byPort = switch (target.form()) {
            case EXACT -> exact.computeIfAbsent(target.host(), h -> new HashMap<>());
            case SUFFIX -> bySuffix.computeIfAbsent(target.host(), h -> new HashMap<>());
            case ANY -> any;
        };
        byPort.computeIfAbsent(target.port(), p -> newTrie()).add(rule);
    }

    /** Prepares for reading. */
    void freeze() {
        tries.forEach(PathTrie::freeze);
    }

    private PathTrie newTrie() {
        PathTrie trie = new PathTrie();
        tries.add(trie);
        return trie;
    }

    /** Gives the tries whose target matches a host in normal form and a port. */
    void lookUp(String host, int port, Consumer<PathTrie> found) {
        ports(exact.get(host), port, found);
        if (!bySuffix.isEmpty()) {
            for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                ports(bySuffix.get(host.substring(dot + 1)), port, found);
            }
        }
        if (!any.isEmpty() && !itemNames.contains(host)) {
            ports(any, port, found);
        }
    }

    private static void ports(@Nullable Map<Integer, PathTrie> byPort, int port, Consumer<PathTrie> found) {
        if (byPort == null) {
            return;
        }
        PathTrie everyPort = byPort.get(0);
        if (everyPort != null) {
            found.accept(everyPort);
        }
        PathTrie own = port == 0 ? null : byPort.get(port);
        if (own != null) {
            found.accept(own);
        }
    }
}
