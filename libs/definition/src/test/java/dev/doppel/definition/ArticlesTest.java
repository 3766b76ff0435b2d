package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.problem.Problem;
import dev.doppel.testkit.articles.ArticleDocument;
import dev.doppel.testkit.articles.Articles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documents of the articles, each inside a complete directory that this test makes around it. */
class ArticlesTest {
    private static final String HOME = ".dokkimi/ecommerce/definitions/";
    private static final String SERVICE =
            "type: SERVICE\nname: %s\nimage: shop/%s:1\nport: 3000\nhealthCheck: /health\n";

    @Test
    void D058_everyYamlExampleOfBothArticlesIsValid() {
        List<ArticleDocument> documents = Articles.documents();
        assertThat(documents).hasSize(18);
        assertThat(documents.stream().filter(each -> each.kind() == ArticleDocument.Kind.DEFINITION))
                .hasSize(4);
        for (ArticleDocument document : documents) {
            LoadResult result = load(complete(document, documents));
            assertThat(result.problems().stream().filter(Problem::isError))
                    .as("errors of %s", document)
                    .isEmpty();
            assertThat(result.definitions()).as("what runs of %s", document).hasSize(1);
        }
    }

    @Test
    void D057_theArticlesReferencesResolveByFallback() {
        ArticleDocument definition = Articles.documents().stream()
                .filter(each -> each.kind() == ArticleDocument.Kind.DEFINITION)
                .findFirst()
                .orElseThrow();
        LoadResult result = load(complete(definition, Articles.documents()));
        assertThat(result.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.code().equals("ref-fallback") && !problem.isError());
    }

    @Test
    void outOfStockNeedsNoMock() {
        ArticleDocument definition = Articles.documents().stream()
                .filter(each -> each.text().startsWith("name: out-of-stock"))
                .findFirst()
                .orElseThrow();
        LoadResult result = load(complete(definition, Articles.documents()));
        assertThat(result.definitions().getFirst().definition().items(dev.doppel.definition.model.Mock.class))
                .isEmpty();
    }

    private static LoadResult load(Map<String, String> files) {
        return DefinitionLoader.load(MemoryTree.ofTexts(files), Selection.ALL, LoadOptions.DEFAULT);
    }

    private static Map<String, String> complete(ArticleDocument document, List<ArticleDocument> all) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String service : List.of(
                "api-gateway", "order-service", "payment-service", "shipping-service", "notification-service")) {
            files.put(".dokkimi/shared/" + service + ".yaml", SERVICE.formatted(service, service));
        }
        files.put(
                ".dokkimi/shared/postgres-db.yaml",
                "type: DATABASE\nname: postgres-db\ndatabase: postgres\ninitFilePath: ../ecommerce/init/seed.sql\n");
        files.put(".dokkimi/ecommerce/init/seed.sql", "SELECT 1;\n");
        all.stream().filter(each -> !each.file().isEmpty()).forEach(each -> files.put(each.file(), each.text()));
        files.put(HOME + "case.yaml", wrapped(document));
        return files;
    }

    /** What turns each kind into a definition of its own. */
    private static String wrapped(ArticleDocument document) {
        return switch (document.kind()) {
            case DEFINITION -> document.text();
            case ITEMS -> "name: wrapped\n" + document.text();
            case ITEM_LIST -> "name: wrapped\nitems:\n" + document.text().indent(2);
            case FRAGMENT ->
                "name: wrapped\nitems:\n  - $ref: ../../" + document.file().substring(".dokkimi/".length()) + "\n";
            case BLOCKS ->
                "name: wrapped\nitems:\n  - $ref: ../../shared/payment-service.yaml\ntests:\n  - name: t\n    steps:\n"
                        + "      - action: { type: httpRequest, method: GET, url: payment-service/pay }\n"
                        + document.text().indent(8);
        };
    }
}
