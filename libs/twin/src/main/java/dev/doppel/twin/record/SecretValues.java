package dev.doppel.twin.record;

import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walks parsed JSON: values under telling names go, numbers that are card numbers become 0, texts are cleaned. Confined to one walk. */
final class SecretValues {
    private final Redaction rules;
    private final Set<String> learned;
    private final UnaryOperator<String> text;
    private boolean changed;

    SecretValues(Redaction rules, Set<String> learned, UnaryOperator<String> text) {
        this.rules = rules;
        this.learned = learned;
        this.text = text;
    }

    boolean changed() {
        return changed;
    }

    @Nullable
    Object clean(@Nullable Object node) {
        return clean(node, false);
    }

    /** {@code secret}: everything below is one. */
    private @Nullable Object clean(@Nullable Object node, boolean secret) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                boolean pair = map.size() == 2 && map.get("value") instanceof String;
                map.forEach((k, v) -> {
                    String key = text.apply(String.valueOf(k));
                    changed |= !key.equals(k);
                    boolean named = rules.secret(String.valueOf(k))
                            || pair && k.equals("value") && named(map.get("name"), map.get("key"));
                    out.put(key, clean(v, secret || named));
                });
                yield out;
            }
            case List<?> list -> {
                List<Object> out = new ArrayList<>();
                list.forEach(v -> out.add(clean(v, secret)));
                yield out;
            }
            case String s -> {
                if (secret && !s.isEmpty()) {
                    Learned.add(learned, s);
                    changed |= !s.equals(Redaction.MARK);
                    yield Redaction.MARK;
                }
                String cleaned = text.apply(s);
                changed |= !cleaned.equals(s);
                yield cleaned;
            }
            case Number n -> {
                boolean card = SecretText.luhn(Numbers.text(n));
                if (secret || card || !text.apply(Numbers.text(n)).equals(Numbers.text(n))) {
                    changed |= Numbers.compare(n, 0L) != 0;
                    Learned.add(learned, Numbers.text(n));
                    yield 0L;
                }
                yield n;
            }
            case null, default -> node;
        };
    }

    private boolean named(@Nullable Object name, @Nullable Object key) {
        return rules.secret(Values.show(name)) || rules.secret(Values.show(key));
    }
}
