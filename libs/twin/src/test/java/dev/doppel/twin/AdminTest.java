package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.admin.AdminApi;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The admin API as the command line uses it. */
class AdminTest {
    private final TwinInstance twin = Twins.engine(Twins.resource("article.yaml"), Map.of(), TwinOptions.defaults())
            .start();
    private final Twins.Speaker s = new Twins.Speaker(twin);
    private final AdminApi admin = new AdminApi(twin, null);

    private Twins.Reply ask(String method, String target, String body) {
        return new Twins.Reply(
                admin.handle(TwinRequest.of(method, target, new Headers(), body.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void T002_theListNamesOperations() {
        var list = ask("GET", "/mocks", "");
        assertThat(list.at("/total")).isEqualTo(452L);
        assertThat(list.text())
                .contains(
                        "\"id\":\"stripe.PostCustomers\"",
                        "\"id\":\"stripe.GetCustomersCustomer\"",
                        "\"binding\":\"customers/create\"");
        assertThat(ask("GET", "/mocks/stripe.PostCustomers", "").at("/path")).isEqualTo("/v1/customers");
    }

    @Test
    void T126_verifyCountsBeyondTheLog() {
        s.form("/v1/customers", "");
        s.form("/v1/customers", "");
        var exact = ask("POST", "/mocks/stripe.PostCustomers/verify", "{\"exactly\":2}");
        assertThat(exact.status()).isEqualTo(200);
        assertThat(exact.json()).containsEntry("passed", true).containsEntry("actual", 2L);
        s.form("/v1/customers", "");
        assertThat(ask("POST", "/mocks/stripe.PostCustomers/verify", "{\"exactly\":2}")
                        .json())
                .containsEntry("passed", false);
        assertThat(ask("POST", "/mocks/stripe.PostCustomers/verify", "{}").status())
                .isEqualTo(400);
        for (int i = 0; i < 1100; i++) {
            s.get("/v1/customers/cus_test");
        }
        assertThat(ask("GET", "/mocks/stripe.GetCustomersCustomer/verify", "").at("/callCount"))
                .isEqualTo(1100L);
        var calls = ask("GET", "/mocks/stripe.GetCustomersCustomer/invocations?limit=2", "");
        assertThat((List<?>) calls.at("/invocations")).hasSize(2);
        assertThat(ask("DELETE", "/verify", "").at("/cleared")).isEqualTo(1103L);
    }

    @Test
    void T121_resetRevivesAndLeavesOthersAlone() {
        s.delete("/v1/customers/cus_test");
        s.form("/v1/payment_intents/pi_1/confirm", "");
        assertThat(ask("GET", "/state/resources/customers/items?includeDeleted=true", "")
                        .at("/items/0/_deleted"))
                .isEqualTo(true);
        assertThat(ask("POST", "/reset/customers", "").json()).containsEntry("table", "customers");
        assertThat(s.get("/v1/customers/cus_test").status()).isEqualTo(200);
        assertThat(s.get("/v1/payment_intents/pi_1").at("/status")).isEqualTo("succeeded");
        assertThat(ask("POST", "/reset", "").at("/tables")).isEqualTo(2L);
        assertThat(s.get("/v1/payment_intents/pi_1").at("/status")).isEqualTo("requires_confirmation");
        assertThat(ask("POST", "/reset/nope", "").status()).isEqualTo(404);
    }

    @Test
    void T124_snapshotExportAndImport() {
        String before = s.get("/v1/customers").text();
        String id =
                (String) ask("POST", "/state/snapshots", "{\"name\":\"start\"}").at("/id");
        String state = ask("GET", "/state/export", "").text();
        s.form("/v1/customers", "name=x");
        assertThat(ask("POST", "/state/snapshots/" + id + "/restore", "").status())
                .isEqualTo(200);
        assertThat(s.get("/v1/customers").text()).isEqualTo(before);
        s.form("/v1/customers", "name=x");
        assertThat(ask("PUT", "/state/import", state).status()).isEqualTo(200);
        assertThat(s.get("/v1/customers").text()).isEqualTo(before);
    }

    @Test
    void T127_chaosByProfile() {
        assertThat(ask("POST", "/chaos/profiles/offline/apply", "").status()).isEqualTo(200);
        assertThat(s.get("/v1/customers").status()).isEqualTo(503);
        assertThat(ask("PUT", "/chaos", "{\"enabled\":false}").status()).isEqualTo(200);
        assertThat(s.get("/v1/customers").status()).isEqualTo(200);
        assertThat(ask("PUT", "/chaos", "{\"errorRate\":{\"probability\":2}}").status())
                .isEqualTo(400);
        assertThat(ask("POST", "/chaos/profiles/nope/apply", "").status()).isEqualTo(404);
    }

    @Test
    void T123_runsAreMadeAndDropped() {
        assertThat(ask("POST", "/runs", "{\"id\":\"r1\",\"ttl\":\"10m\"}").status())
                .isEqualTo(201);
        s.form("/v1/customers", "name=only", "X-Mockd-Run", "r1");
        assertThat(ask("GET", "/state?run=r1", "").at("/resources/0/itemCount")).isEqualTo(2L);
        assertThat(ask("GET", "/state", "").at("/resources/0/itemCount")).isEqualTo(1L);
        assertThat(ask("DELETE", "/runs/r1", "").status()).isEqualTo(204);
    }

    @Test
    void keysAreAskedForWhereOneIsSet() {
        AdminApi locked = new AdminApi(twin, "secret");
        assertThat(locked.handle(TwinRequest.get("/mocks")).status()).isEqualTo(401);
        assertThat(locked.handle(TwinRequest.get("/health")).status()).isEqualTo(200);
        assertThat(locked.handle(TwinRequest.of("GET", "/mocks", Headers.of("X-API-Key", "secret"), new byte[0]))
                        .status())
                .isEqualTo(200);
        assertThat(locked.handle(TwinRequest.get("/mocks?api_key=secret")).status())
                .isEqualTo(200);
    }

    @Test
    void credentialsAreMaskedInTheLog() {
        s.get("/v1/customers", "Authorization", "Bearer sk_live_secret");
        assertThat(ask("GET", "/requests", "").text())
                .doesNotContain("sk_live_secret")
                .contains("stripe.GetCustomers");
        assertThat(ask("GET", "/requests?unmatchedOnly=true", "").at("/total")).isEqualTo(0L);
    }
}
