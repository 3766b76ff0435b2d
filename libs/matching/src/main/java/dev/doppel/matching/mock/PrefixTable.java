package dev.doppel.matching.mock;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Values by a text that others begin with; a look-up costs one probe per distinct length. Filled once, then only read. */
final class PrefixTable<V> {
    private final Map<Integer, Map<String, V>> byLength = new TreeMap<>();

    V at(String prefix, Supplier<V> fresh) {
        return byLength.computeIfAbsent(prefix.length(), l -> new HashMap<>())
                .computeIfAbsent(prefix, p -> fresh.get());
    }

    /** Gives every value whose key stands at {@code from} in the text. */
    void lookUp(String text, int from, Consumer<V> consumer) {
        int room = text.length() - from;
        for (Map.Entry<Integer, Map<String, V>> entry : byLength.entrySet()) {
            int length = entry.getKey();
            if (length > room) {
                return;
            }
            V value = entry.getValue().get(text.substring(from, from + length));
            if (value != null) {
                consumer.accept(value);
            }
        }
    }
}
