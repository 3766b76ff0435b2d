package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.definition.model.ExtractRule;
import dev.doppel.definition.model.Operand;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.model.Where;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.VariableLookup;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Words of the definition language in the terms of the matching library. Pure. */
public final class Language {
    private Language() {}

    /** A text with its expressions evaluated. */
    public static String text(String raw, VariableLookup variables) {
        return hasExpression(raw) ? Template.parse(raw).evaluateText(variables) : raw;
    }

    /** Whether there is something to evaluate, or an escape to remove. */
    static boolean hasExpression(String raw) {
        return raw.contains("{{");
    }

    /**
     * The where list as the matching library reads it, its values evaluated.
     *
     * @param reference value of an operand that refers to a path
     */
    static ArrayNode where(List<Where> list, VariableLookup variables, Function<Operand.FromPath, JsonNode> reference) {
        ArrayNode all = Json.nodes().arrayNode(list.size());
        list.forEach(one -> all.add(where(one, variables, reference)));
        return all;
    }

    private static ObjectNode where(
            Where one, VariableLookup variables, Function<Operand.FromPath, JsonNode> reference) {
        ObjectNode node = Json.nodes().objectNode();
        switch (one) {
            case Where.Compare compare -> {
                node.put("path", compare.path())
                        .put("operator", compare.operator().text());
                switch (compare.operand()) {
                    case Operand.None none -> {
                        // the operator takes no value
                    }
                    case Operand.Literal literal ->
                        node.set("value", Template.apply(literal.value(), variables, false));
                    case Operand.FromPath from -> node.set("value", reference.apply(from));
                }
            }
            case Where.Or or -> node.set("or", where(or.any(), variables, reference));
            case Where.And and -> node.set("and", where(and.all(), variables, reference));
            case Where.Not not -> node.set("not", where(not.inner(), variables, reference));
        }
        return node;
    }

    /** An extraction rule as the matching library reads it, expressions in its path evaluated. */
    static JsonNode rule(ExtractRule rule, VariableLookup variables) {
        ObjectNode node = Json.nodes().objectNode();
        return switch (rule) {
            case ExtractRule.AtPath at -> Json.nodes().textNode(text(at.path(), variables));
            case ExtractRule.Pattern pattern ->
                node.put("path", text(pattern.path(), variables))
                        .put("pattern", pattern.pattern())
                        .put("group", pattern.group());
            case ExtractRule.Transformed made ->
                node.put("path", text(made.path(), variables))
                        .put("transform", made.transform().text());
            case ExtractRule.OfVariable of ->
                node.put("from", of.expression())
                        .put("transform", of.transform().text());
        };
    }

    /** The path that a rule reads, or null when it reads a variable. */
    static @Nullable String pathOf(ExtractRule rule) {
        return switch (rule) {
            case ExtractRule.AtPath at -> at.path();
            case ExtractRule.Pattern pattern -> pattern.path();
            case ExtractRule.Transformed made -> made.path();
            case ExtractRule.OfVariable of -> null;
        };
    }

    /** Null when nobody knows it. */
    public static @Nullable SourcePosition position(SourceRef at) {
        return at.file().isEmpty() ? null : new SourcePosition(at.file(), at.line(), at.column());
    }
}
