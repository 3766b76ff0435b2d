package dev.doppel.matching.mock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many texts occur in another one in a single pass (Aho and Corasick 1975), so the cost does not grow with their number.
 * Immutable, thread-safe.
 */
final class TextSearch {
    /** Edges by {@code node << 16 | character}. */
    private final EdgeTable edges;

    /** The node of the longest proper suffix that is a node. */
    private final int[] suffix;

    /** The text that ends at a node, or -1. */
    private final int[] ends;

    /** The nearest node along {@link #suffix} at which a text ends; 0 for none. */
    private final int[] nextEnd;

    /** @param texts distinct, none empty */
    TextSearch(List<String> texts) {
        Map<Long, Integer> children = new HashMap<>();
        List<List<Character>> letters = new ArrayList<>();
        letters.add(new ArrayList<>());
        int[] endOf = new int[texts.size()];
        for (int i = 0; i < texts.size(); i++) {
            int node = 0;
            for (char c : texts.get(i).toCharArray()) {
                Integer next = children.get(key(node, c));
                if (next == null) {
                    next = letters.size();
                    children.put(key(node, c), next);
                    letters.get(node).add(c);
                    letters.add(new ArrayList<>());
                }
                node = next;
            }
            endOf[i] = node;
        }
        edges = new EdgeTable(children);
        suffix = new int[letters.size()];
        nextEnd = new int[letters.size()];
        ends = new int[letters.size()];
        Arrays.fill(ends, -1);
        for (int i = 0; i < endOf.length; i++) {
            ends[endOf[i]] = i;
        }
        link(letters);
    }

    /** Sets the bit of each text that occurs. */
    void find(String text, BitSet found) {
        BitSet reported = new BitSet();
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            node = step(node, text.charAt(i));
            int end = ends[node] >= 0 ? node : nextEnd[node];
            while (end != 0 && !reported.get(end)) {
                reported.set(end);
                found.set(ends[end]);
                end = nextEnd[end];
            }
        }
    }

    private void link(List<List<Character>> letters) {
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (char c : letters.get(node)) {
                int child = edges.get(key(node, c));
                int fallback = node == 0 ? 0 : step(suffix[node], c);
                suffix[child] = fallback;
                nextEnd[child] = ends[fallback] >= 0 ? fallback : nextEnd[fallback];
                queue.add(child);
            }
        }
    }

    private int step(int from, char c) {
        int node = from;
        int next = edges.get(key(node, c));
        while (next == 0 && node != 0) {
            node = suffix[node];
            next = edges.get(key(node, c));
        }
        return next;
    }

    private static long key(int node, char c) {
        return ((long) node << 16) | c;
    }

    /** Open addressing without boxing; 0 stands for absent in keys and values, so keys are stored plus one. */
    private static final class EdgeTable {
        private final long[] keys;
        private final int[] values;
        private final int mask;

        EdgeTable(Map<Long, Integer> edges) {
            int size = Math.max(16, Integer.highestOneBit(Math.max(1, edges.size())) * 4);
            keys = new long[size];
            values = new int[size];
            mask = size - 1;
            edges.forEach(this::put);
        }

        int get(long key) {
            int slot = slot(key);
            while (keys[slot] != 0) {
                if (keys[slot] == key + 1) {
                    return values[slot];
                }
                slot = (slot + 1) & mask;
            }
            return 0;
        }

        private void put(long key, int value) {
            int slot = slot(key);
            while (keys[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            keys[slot] = key + 1;
            values[slot] = value;
        }

        private int slot(long key) {
            return (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        }
    }
}
