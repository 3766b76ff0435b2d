package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one path pattern, method and origin, in the order of rank. Where many of them look for a text in the body, one pass over
 * the body finds those that hold. Filled once, then only read.
 */
final class Bucket {
    private static final int WORTH_A_PASS = 8;

    private final List<Compiled> rules = new ArrayList<>();
    private List<Compiled> others = List.of();
    private List<List<Compiled>> byText = List.of();
    private @Nullable TextSearch search;

    /** Adds; rules come in the order of their rank. */
    void add(Compiled rule) {
        rules.add(rule);
    }

    /** Prepares for reading. */
    void freeze() {
        Map<String, List<Compiled>> texts = new LinkedHashMap<>();
        List<Compiled> rest = new ArrayList<>();
        for (Compiled rule : rules) {
            if (rule.body() instanceof BodyPredicate.Contains(String lowered)) {
                texts.computeIfAbsent(lowered, t -> new ArrayList<>()).add(rule);
            } else {
                rest.add(rule);
            }
        }
        if (texts.size() >= WORTH_A_PASS) {
            search = new TextSearch(List.copyOf(texts.keySet()));
            byText = List.copyOf(texts.values());
            others = List.copyOf(rest);
        }
    }

    /** Whether the best of the rules has a body criterion. */
    boolean needsBody() {
        return rules.getFirst().body() != null;
    }

    /** Whether {@link #candidates(BodyTexts)} leaves rules out that the body does not satisfy. */
    boolean filters() {
        return search != null;
    }

    /** All rules. */
    List<Compiled> candidates() {
        return rules;
    }

    /** The rules without those that look for a text which is not there. */
    List<Compiled> candidates(BodyTexts texts) {
        if (search == null) {
            return rules;
        }
        BitSet there = new BitSet();
        for (String text : texts.lowered()) {
            search.find(text, there);
        }
        List<Compiled> left = new ArrayList<>(others);
        there.stream().forEach(i -> left.addAll(byText.get(i)));
        Collections.sort(left, Comparator.comparingInt(Compiled::rank));
        return left;
    }
}
