package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people who know Stripe's API would notice with curl: shapes, orders, limits, unknown addresses, texts that unset. */
class StripeMannersTest {
    private static Twins.Speaker stripe(Twins.Form form) {
        return new Twins.Speaker(Twins.pack("stripe", form).start());
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void whatNamesAThingComesFirst(Twins.Form form) {
        var s = stripe(form);
        assertThat(s.form("/v1/customers", "name=Ada").text())
                .startsWith("{\"id\":\"cus_")
                .contains("\",\"object\":\"customer\",");
        assertThat(s.get("/v1/customers").text()).startsWith("{\"object\":\"list\",");
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void rowsThatWereThereHaveTheMembersOfThoseThatAreMade(Twins.Form form) {
        var s = stripe(form);
        assertThat(s.get("/v1/customers/cus_123").json().keySet())
                .containsAll(s.form("/v1/customers", "name=Ada").json().keySet());
        assertThat(s.get("/v1/products/prod_123").json().keySet())
                .containsAll(s.form("/v1/products", "name=Lamp").json().keySet());
        assertThat(s.get("/v1/payment_intents/pi_123").json().keySet())
                .containsAll(s.form("/v1/payment_intents", "amount=500&currency=usd")
                        .json()
                        .keySet());
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void anEmptyTextUnsets(Twins.Form form) {
        var s = stripe(form);
        String id = Values.show(
                s.form("/v1/customers", "name=Ada&description=&metadata[a]=1").at("/id"));
        assertThat(s.get("/v1/customers/" + id).json()).containsEntry("description", null);
        var changed = s.form("/v1/customers/" + id, "name=&phone=&metadata[a]=&metadata[b]=2");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json())
                .containsEntry("name", null)
                .containsEntry("phone", null)
                .containsEntry("metadata", Map.of("b", "2"));
        assertThat(s.form("/v1/customers/" + id, "metadata=").json()).containsEntry("metadata", Map.of());
    }

    @ParameterizedTest
    @CsvSource({"OURS,0", "OURS,101", "OURS,-1", "VENDORS,0", "VENDORS,101"})
    void aLimitIsFromOneToAHundred(Twins.Form form, String limit) {
        var refused = stripe(form).get("/v1/customers?limit=" + limit);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(Values.mapOrEmpty(refused.at("/error")))
                .containsEntry("type", "invalid_request_error")
                .containsEntry("code", "parameter_invalid_integer")
                .containsEntry("param", "limit");
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void anUnknownAddressIsNoMissingResource(Twins.Form form) {
        var lost = stripe(form).get("/v1/nope");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.header("Request-Id")).startsWith("req_");
        assertThat(Values.mapOrEmpty(lost.at("/error")))
                .containsEntry("type", "invalid_request_error")
                .doesNotContainKeys("code", "doc_url");
        assertThat((String) lost.at("/error/message")).startsWith("Unrecognized request URL (GET: /v1/nope)");
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void aListKnowsTheAddressItWasAskedAt(Twins.Form form) {
        var s = stripe(form);
        Object id = s.form("/v1/customers", "name=Ada").at("/id");
        String url = "/v1/customers/" + id + "/payment_methods";
        assertThat(s.get(url).json()).containsEntry("url", url).containsEntry("data", List.of());
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void amountsArePositive(Twins.Form form) {
        var s = stripe(form);
        for (var refused : List.of(
                s.form("/v1/payment_intents", "amount=0&currency=usd"),
                s.form("/v1/payment_intents/pi_123", "amount=-5"),
                s.form("/v1/charges", "amount=-1&currency=usd&source=tok_visa"))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.at("/error/param")).isEqualTo("amount");
        }
        assertThat(Json.text(s.get("/v1/payment_intents/pi_123").at("/amount"))).isEqualTo("1099");
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void anAddressOfNobodyIsRefused(Twins.Form form) {
        var s = stripe(form);
        for (String target : List.of("/v1/customers", "/v1/customers/cus_123")) {
            var refused = s.form(target, "email=ada.example.com");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.at("/error/code")).isEqualTo("email_invalid");
            assertThat(refused.at("/error/param")).isEqualTo("email");
        }
        assertThat(s.form("/v1/customers", "email=ada%2Bshop@example.com").status())
                .isEqualTo(200);
    }
}
