package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.testkit.articles.ArticleDocument;
import dev.doppel.testkit.articles.Articles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every YAML document of the two articles, for real: the four whole definitions unchanged against the shop, the other fourteen inside a
 * definition whose wrapper stands here, each exercised by a call whose answer is asserted.
 */
class ArticlesRunTest {
    private static final String DEFINITIONS = ".dokkimi/ecommerce/definitions/";

    @TempDir
    private Path folder;

    @Test
    void D058_D001_D012_D027_D052_allEighteenDocumentsRun() {
        List<ArticleDocument> documents = Articles.documents();
        assertThat(documents).hasSize(18);
        Project project = Project.shopIn(folder);
        for (ArticleDocument document : documents) {
            if (!document.file().isEmpty()) {
                project.write(document.file(), document.text());
            }
        }
        for (ArticleDocument document : documents) {
            project.write(DEFINITIONS + "document-%02d.yaml".formatted(document.number()), runnable(document));
        }

        Doppel.Ended ended = Doppel.shared().run("run", "--ci", folder.toString());

        assertThat(ended.text()).contains("18 passed");
        assertThat(ended.exitCode()).as(ended.text()).isZero();
    }

    private static String runnable(ArticleDocument document) {
        String name = "name: document %02d of %s%n".formatted(document.number(), document.article());
        return switch (document.kind()) {
            case DEFINITION -> document.text();
            case ITEMS -> name + document.text() + tests(document);
            case ITEM_LIST -> name + "items:\n" + document.text().indent(2) + tests(document);
            case FRAGMENT ->
                name + "items:\n  - $ref: ../../" + document.file().substring(".dokkimi/".length()) + "\n"
                        + tests(document);
            case BLOCKS -> name + shopThatCharges1998() + document.text().indent(8);
        };
    }

    /** Two blue widgets cost 1998: paying for them makes the call that the article's block asserts on. */
    private static String shopThatCharges1998() {
        return """
                items:
                  - $ref: ../../shared/api-gateway.yaml
                  - $ref: ../../shared/order-service.yaml
                  - $ref: ../../shared/payment-service.yaml
                  - $ref: ../../shared/shipping-service.yaml
                  - $ref: ../../shared/notification-service.yaml
                  - $ref: ../../shared/postgres-db.yaml
                  - $ref: ../../shared/mock-stripe-success.yaml
                  - $ref: ../../shared/mock-easypost-success.yaml
                  - $ref: ../../shared/mock-sendgrid-success.yaml
                  - $ref: ../../shared/mock-twilio-success.yaml
                tests:
                  - name: the block of the article
                    steps:
                      - action:
                          type: httpRequest
                          method: POST
                          url: api-gateway/v1/orders
                          body: { customerId: 1, items: [{ sku: WIDGET-001, quantity: 2 }] }
                        extract: { orderId: response.body.order.id }
                      - action:
                          type: httpRequest
                          method: POST
                          url: api-gateway/v1/orders/{{orderId}}/pay
                          body: { paymentMethod: pm_test_visa }
                """;
    }

    private static String tests(ArticleDocument document) {
        String text = document.text();
        StringBuilder steps = new StringBuilder("tests:\n  - name: the mocks of the article answer\n    steps:\n");
        if (text.contains("classify this ticket")) {
            steps.append(chat(
                    "Please CLASSIFY this ticket: refund", "$.response.body.choices[0].message.content", "billing"));
            steps.append(chat(
                    "now extract entities",
                    "$.response.body.choices[0].message.content",
                    "'{\"people\": [\"Alice\"], \"places\": [\"NYC\"]}'"));
            steps.append(chat("hello", "$.response.body.choices[0].message.content", "\"I don't understand.\""));
        } else if (text.contains("getUsers")) {
            steps.append(graphql("query getUsers { users { id } }", "$.response.body.data.users[0].name", "Alice"));
            steps.append(graphql("query getOrders { orders { id } }", "$.response.body.data.orders[0].total", "99.99"));
        } else if (text.contains("search_database")) {
            steps.append(call(
                    "https://api.openai.com/v1/chat/completions",
                    "{ tool: { name: search_database } }",
                    "200",
                    "$.response.body.choices[0].message.tool_calls[0].function.name",
                    "search_database"));
        } else {
            if (text.contains("api.stripe.com")) {
                steps.append(stripe(text));
            }
            if (text.contains("api.twilio.com")) {
                steps.append(call(
                        "https://api.twilio.com/2010-04-01/Accounts/AC123/Messages.json",
                        "{ To: x }",
                        "201",
                        "$.response.body.sid",
                        null));
            }
            if (text.contains("api.easypost.com")) {
                steps.append(call(
                        "https://api.easypost.com/v2/shipments",
                        "{}",
                        "201",
                        "$.response.body.tracking_code",
                        "'9400111899223456789012'"));
            }
            if (text.contains("api.sendgrid.com")) {
                steps.append(call(
                        "https://api.sendgrid.com/v3/mail/send", "{}", "202", "$.response.headers.x-mocked", "'true'"));
            }
        }
        return steps.toString();
    }

    private static String stripe(String text) {
        if (text.contains("status: 402") || text.contains("Status: 402")) {
            return call(
                    "https://api.stripe.com/v1/charges",
                    "{}",
                    "402",
                    "$.response.body.error.message",
                    "Your card was declined.");
        }
        if (text.contains("Status: 429")) {
            return call("https://api.stripe.com/v1/charges", "{}", "429", "$.response.headers.retry-after", "'2'");
        }
        if (text.contains("mockDelayMs: 5000")) {
            return call("https://api.stripe.com/v1/charges", "{}", "200", "$.response.body.id", "ch_test_123")
                    + "              - { path: $.responseTime, operator: gte, value: 5000 }\n";
        }
        return call("https://api.stripe.com/v1/charges", "{}", "200", "$.response.body.id", "ch_test_123");
    }

    private static String chat(String prompt, String path, String expected) {
        return call(
                "https://api.openai.com/v1/chat/completions",
                "{ messages: [{ role: user, content: '" + prompt + "' }] }",
                "200",
                path,
                expected);
    }

    private static String graphql(String query, String path, String expected) {
        return call("https://api.example.com/graphql", "{ query: '" + query + "' }", "200", path, expected);
    }

    private static String call(String url, String body, String status, String path, @Nullable String expected) {
        String assertion = expected == null ? "operator: exists" : "operator: eq, value: " + expected;
        return """
                      - action: { type: httpRequest, method: POST, url: '%s', body: %s }
                        assertions:
                          - assertions:
                              - { path: $.response.status, operator: eq, value: %s }
                              - { path: '%s', %s }
                """.formatted(url, body, status, path, assertion);
    }
}
