package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tutorial, line by line. */
class ArticleTest {
    private static final TwinEngine ENGINE =
            Twins.engine(Twins.resource("article.yaml"), Map.of(), TwinOptions.defaults());
    private final Twins.Speaker s = new Twins.Speaker(ENGINE.start());

    @Test
    void T003_anImportAloneServesItsLists() {
        var bare = Twins.start("version: \"1.0\"\nimports:\n  - {path: vendor/stripe, as: stripe}\n");
        var list = bare.get("/v1/customers");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.json()).containsEntry("object", "list");
        assertThat(list.at("/data")).isInstanceOf(List.class);
    }

    @Test
    void T004_asManyMocksAsOperations() {
        Map<String, Object> document;
        try {
            document = Values.mapOrEmpty(Json.parse(Files.readAllBytes(Twins.spec("stripe"))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Set<String> methods = Set.of("get", "post", "put", "delete", "patch", "head", "options");
        long operations = Values.mapOrEmpty(document.get("paths")).values().stream()
                .mapToLong(item -> Values.mapOrEmpty(item).keySet().stream()
                        .filter(methods::contains)
                        .count())
                .sum();
        assertThat(operations).isGreaterThan(400);
        assertThat(ENGINE.catalog().mocks())
                .hasSize((int) operations)
                .containsKeys("stripe.PostCustomers", "stripe.GetCustomersCustomer");
    }

    @Test
    void T006_loadsWithoutWarnings() {
        assertThat(ENGINE.warnings()).allSatisfy(w -> assertThat(w.code()).isIn("unsupported-pattern"));
    }

    @Test
    void T007_T008_createAnswersAsStripeDoes() {
        var made = s.form("/v1/customers", "name=Jenny%20Rosen&email=jenny%40example.com");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.json())
                .containsEntry("object", "customer")
                .containsEntry("livemode", false)
                .containsEntry("name", "Jenny Rosen");
        assertThat((String) made.json().get("id")).startsWith("cus_");
        assertThat((Long) made.json().get("created"))
                .isBetween(System.currentTimeMillis() / 1000 - 5, System.currentTimeMillis() / 1000 + 5);
        assertThat(made.json()).doesNotContainKeys("createdAt", "updatedAt", "updated");
    }

    @Test
    void T009_T010_listHasTheEnvelopeAndNewestFirst() {
        String id = (String) s.form("/v1/customers", "name=A").json().get("id");
        var list = s.get("/v1/customers");
        assertThat(list.json()).containsOnlyKeys("object", "data", "has_more", "url");
        assertThat(list.json()).containsEntry("url", "/v1/customers").containsEntry("has_more", false);
        assertThat(list.at("/data/0/id")).isEqualTo(id);
        assertThat(list.at("/data/1/id")).isEqualTo("cus_test");
    }

    @Test
    void T011_T012_T013_getAndPatch() {
        assertThat(s.get("/v1/customers/cus_test").json())
                .containsEntry("name", "Test Customer")
                .containsEntry("email", "test@example.com");
        var patched = s.form("/v1/customers/cus_test", "name=Updated Name");
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json()).containsEntry("name", "Updated Name").containsEntry("email", "test@example.com");
        assertThat(s.get("/v1/customers/cus_test").json())
                .containsEntry("name", "Updated Name")
                .containsEntry("email", "test@example.com");
    }

    @Test
    void T014_T015_T016_T017_T018_deleteIsSoftAndThenMissing() {
        var gone = s.delete("/v1/customers/cus_test");
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.text()).isEqualTo("{\"id\":\"cus_test\",\"object\":\"customer\",\"deleted\":true}");
        for (var reply : List.of(
                s.get("/v1/customers/cus_test"),
                s.delete("/v1/customers/cus_test"),
                s.get("/v1/customers/cus_never"))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.at("/error/type")).isEqualTo("invalid_request_error");
            assertThat(reply.at("/error/code")).isEqualTo("resource_missing");
            assertThat((String) reply.at("/error/message")).isNotEmpty();
        }
        assertThat((List<?>) s.get("/v1/customers").at("/data")).isEmpty();
    }

    @Test
    void T024_T025_confirmPersists() {
        var confirmed = s.form("/v1/payment_intents/pi_1/confirm", "return_url=https%3A%2F%2Fexample.com");
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.json()).containsEntry("status", "succeeded").containsEntry("amount_received", 1099L);
        assertThat(s.get("/v1/payment_intents/pi_1").json())
                .containsEntry("status", "succeeded")
                .containsEntry("amount_received", 1099L);
    }

    @Test
    void T026_confirmOfAnUnknownIntentIsTheTablesNotFound() {
        var missing = s.form("/v1/payment_intents/pi_nope/confirm", "");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.at("/error/code")).isEqualTo("resource_missing");
        assertThat(s.get("/v1/payment_intents/pi_nope").status()).isEqualTo(404);
    }

    @Test
    void T057_T060_T068_formsFollowTheDocument() {
        var made = s.form(
                "/v1/customers",
                "metadata[order_id]=6735&phone=%2B15551234567&address[postal_code]=02139&address[city]=X");
        assertThat(made.at("/metadata/order_id")).isEqualTo("6735");
        assertThat(made.at("/phone")).isEqualTo("+15551234567");
        assertThat(made.at("/address/postal_code")).isEqualTo("02139");
        String id = (String) made.json().get("id");
        s.form("/v1/customers/" + id, "metadata[a]=1");
        s.form("/v1/customers/" + id, "metadata[b]=2");
        assertThat(s.get("/v1/customers/" + id).at("/metadata"))
                .isEqualTo(Map.of("order_id", "6735", "a", "1", "b", "2"));
        s.form("/v1/customers/" + id, "metadata[a]=");
        assertThat(s.get("/v1/customers/" + id).at("/metadata")).isEqualTo(Map.of("order_id", "6735", "b", "2"));
    }

    @Test
    void T063_T066_emptyFormCreatesAndExpandIsNotStored() {
        assertThat(s.form("/v1/customers", "").status()).isEqualTo(200);
        assertThat(s.form("/v1/customers", "name=A&expand[0]=default_source").json())
                .doesNotContainKey("expand");
    }

    @Test
    void T130_idempotentReplay() {
        var first = s.form("/v1/customers", "name=A", "Idempotency-Key", "k1");
        var second = s.form("/v1/customers", "name=A", "Idempotency-Key", "k1");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat((List<?>) s.get("/v1/customers").at("/data")).hasSize(2);
        var other = s.form("/v1/customers", "name=B", "Idempotency-Key", "k1");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.at("/error/type")).isEqualTo("idempotency_error");
    }
}
