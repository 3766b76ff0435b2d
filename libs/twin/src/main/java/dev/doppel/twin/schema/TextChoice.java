package dev.doppel.twin.schema;

import com.google.re2j.Pattern;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.SafePattern;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text that a schema allows: by format, by name, by pattern, then fitted to its length (spec 3.2). */
final class TextChoice {
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("customer", "cus"),
            Map.entry("payment_intent", "pi"),
            Map.entry("charge", "ch"),
            Map.entry("invoice", "in"),
            Map.entry("subscription", "sub"),
            Map.entry("product", "prod"),
            Map.entry("payment_method", "pm"),
            Map.entry("setup_intent", "seti"),
            Map.entry("refund", "re"),
            Map.entry("balance_transaction", "txn"),
            Map.entry("account", "acct"),
            Map.entry("dispute", "dp"),
            Map.entry("bank_account", "ba"),
            Map.entry("payout", "po"),
            Map.entry("transfer", "tr"));

    private TextChoice() {}

    static String pick(Map<String, Object> s, String name, Dice dice, Instant now) {
        String text = s.get("format") instanceof String f ? NamedText.byFormat(f, dice, now) : null;
        if (text == null) {
            text = NamedText.byName(name, dice, now);
        }
        String regex = s.get("pattern") instanceof String r ? r : null;
        Pattern pattern = regex == null ? null : SafePattern.compile(regex);
        if (regex != null
                && (text == null || pattern != null && !pattern.matcher(text).find())) {
            String made = PatternText.generate(regex, dice);
            text = made != null ? made : text;
        }
        return fit(s, text == null ? "string" : text, name, pattern);
    }

    private static String fit(Map<String, Object> s, String text, String name, @Nullable Pattern pattern) {
        int min = s.get("minLength") instanceof Number n ? Numbers.within(n, 100_000) : 0;
        int max = s.get("maxLength") instanceof Number n ? Numbers.within(n, Integer.MAX_VALUE) : Integer.MAX_VALUE;
        String out = text;
        if (out.length() > max) {
            String fallback = "string".length() <= max && pattern == null ? "string" : out;
            out = fallback.substring(0, Math.min(fallback.length(), max));
        }
        if (out.length() < min) {
            out = out + "x".repeat(min - out.length());
        }
        return out;
    }

    /** An id text for an expandable property: the prefix of the named resource and 14 characters. */
    static String idOf(Map<String, Object> expansion, Dice dice) {
        for (Object option : Values.listOrEmpty(expansion.get("oneOf") != null ? expansion.get("oneOf") : List.of())) {
            String ref = Values.show(Values.mapOrEmpty(option).get("$ref"));
            String name = ref.substring(ref.lastIndexOf('/') + 1).replace("deleted_", "");
            String prefix = PREFIXES.get(name);
            if (prefix == null && name.length() > 2) {
                int dot = name.lastIndexOf('.');
                prefix = name.substring(dot + 1, Math.min(name.length(), dot + 4));
            }
            if (prefix != null) {
                return prefix + "_" + dice.alphanumeric(14);
            }
        }
        return "id_" + dice.alphanumeric(14);
    }
}
