package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.definition.model.Extraction;
import dev.doppel.matching.extract.ExtractRule;
import dev.doppel.matching.extract.ExtractSyntaxException;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills variables from documents (spec 6.4). Pure. */
final class Extractions {
    private Extractions() {}

    /** All extractions of one place, in order; each sees what those before it set. */
    record Filled(List<Comparison> comparisons, Map<String, JsonNode> values) {
        boolean passed() {
            return comparisons.stream().allMatch(Comparison::passed);
        }
    }

    static Filled fill(int block, List<Extraction> extractions, Scope scope) {
        List<Comparison> comparisons = new ArrayList<>();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (int i = 0; i < extractions.size(); i++) {
            Extraction extraction = extractions.get(i);
            String raw = Language.pathOf(extraction.rule());
            String shown = extraction.variable() + " <- " + (raw == null ? "a variable" : raw);
            try {
                String name = Language.text(extraction.variable(), scope.variables());
                Firmness firmness = raw == null
                        ? Firmness.FIRM
                        : scope.firmness(Path.parse(Language.text(raw, scope.variables()), PathKind.VALUE));
                ExtractRule rule = ExtractRule.parse(name, Language.rule(extraction.rule(), scope.variables()));
                switch (rule.apply(scope.paths(), scope.variables())) {
                    case dev.doppel.matching.extract.Extraction.Value value -> {
                        values.put(name, value.node());
                        comparisons.add(
                                comparison(block, i, shown, value.node(), null, firmness == Firmness.FIRM, extraction));
                    }
                    case dev.doppel.matching.extract.Extraction.Failed failed ->
                        comparisons.add(comparison(
                                block,
                                i,
                                shown,
                                null,
                                "nothing to store in '" + name + "': " + failed.message(),
                                firmness == Firmness.FIRM,
                                extraction));
                }
            } catch (TemplateException | ExtractSyntaxException | PathSyntaxException e) {
                comparisons.add(comparison(block, i, shown, null, String.valueOf(e.getMessage()), true, extraction));
            }
        }
        return new Filled(comparisons, values);
    }

    private static Comparison comparison(
            int block,
            int index,
            String shown,
            @Nullable JsonNode value,
            @Nullable String error,
            boolean firm,
            Extraction extraction) {
        AssertionResult result = new AssertionResult(
                block,
                index,
                "extract",
                shown,
                "",
                null,
                Report.value(value),
                Report.outcome(error == null),
                error,
                null,
                List.of(),
                Language.position(extraction.at()));
        return new Comparison(result, error == null, firm);
    }
}
