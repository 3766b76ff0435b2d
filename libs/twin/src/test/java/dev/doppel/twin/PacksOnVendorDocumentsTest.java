package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.TwinOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packs with the vendor's whole document in place of ours: only imports.path changes. */
class PacksOnVendorDocumentsTest {
    private static Twins.Speaker pack(String name) throws IOException {
        Path file = Twins.root().resolve("examples/twins/" + name + "/mockd.yaml");
        String yaml = Files.readString(file).replace(name + ".openapi.yaml", "vendor/" + name);
        return new Twins.Speaker(
                Twins.engine(yaml, Map.of(), TwinOptions.defaults()).start());
    }

    @Test
    void T027_T051_T057_T077_T085_stripe() throws IOException {
        var s = pack("stripe");
        assertThat(s.twin().catalog().mocks()).hasSize(452);
        var made = s.form("/v1/customers", "name=A&metadata[order_id]=6735&phone=%2B1555");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.at("/metadata/order_id")).isEqualTo("6735");
        assertThat((String) made.at("/id")).matches("cus_[0-9a-f]{16}");
        assertThat(s.form("/v1/payment_intents/pi_123/confirm", "payment_method=pm_card_visa")
                        .at("/status"))
                .isEqualTo("succeeded");
        var lines = s.get("/v1/invoices/in_999/lines");
        assertThat(lines.at("/url")).isEqualTo("/v1/invoices/in_999/lines");
        assertThat((java.util.List<?>) lines.at("/data")).isEmpty();
        assertThat((java.util.List<?>) s.get("/v1/invoices/in_123/lines").at("/data"))
                .hasSize(1);
        var gold = s.get("/v1/prices?lookup_keys[0]=Key1&lookup_keys[1]=Key2");
        assertThat((java.util.List<?>) gold.at("/data")).hasSize(1);
        assertThat(gold.at("/data/0/id")).isEqualTo("gold");
        assertThat((java.util.List<?>) s.get("/v1/prices?lookup_keys[0]=Other").at("/data"))
                .isEmpty();
    }

    @Test
    void T028_T051_T069_T080_T081_T086_T093_T113_twilio() throws IOException {
        var s = pack("twilio");
        String account = "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef";
        var second = s.get(account + "/Messages.json?PageSize=1&Page=1");
        assertThat(second.at("/messages/0/sid"))
                .isEqualTo(s.get(account + "/Messages.json").at("/messages/1/sid"))
                .isNotNull();
        assertThat(second.at("/next_page_uri")).isNull();
        assertThat((java.util.List<?>) second.at("/messages")).hasSize(1);
        var made = s.form(
                account + "/Messages.json",
                "To=%2B15551112222&From=%2B15553334444&Body=Hi&MediaUrl=http%3A%2F%2Fa&MediaUrl=http%3A%2F%2Fb");
        assertThat(made.status()).isEqualTo(201);
        assertThat((String) made.at("/sid")).matches("^SM[0-9a-f]{32}$");
        assertThat(made.json())
                .containsEntry("from", "+15553334444")
                .containsEntry("to", "+15551112222")
                .containsEntry("body", "Hi")
                .containsEntry("account_sid", "AC0123456789abcdef0123456789abcdef");
        var first = s.get(account + "/Messages.json?PageSize=1&Page=0");
        assertThat(first.at("/next_page_uri")).isNotNull();
        assertThat(first.json().keySet())
                .containsOnly(
                        "messages",
                        "page",
                        "page_size",
                        "start",
                        "end",
                        "uri",
                        "first_page_uri",
                        "next_page_uri",
                        "previous_page_uri");
        var missing = s.get(account + "/Messages/SM00000000000000000000000000000000.json");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json())
                .containsEntry("code", 20404L)
                .containsEntry("status", 404L)
                .containsKeys("message", "more_info");
        assertThat(s.get(account + "/IncomingPhoneNumbers/Local.json").raw().operation())
                .contains("Local");
        assertThat(s.get(account + "/Conferences/CF00000000000000000000000000000009/Participants.json")
                        .json())
                .containsEntry("participants", java.util.List.of());
        String conference =
                account + "/Conferences/" + s.get(account + "/Conferences.json").at("/conferences/0/sid");
        Object call = s.get(conference + "/Participants.json").at("/participants/0/call_sid");
        String elsewhere = account + "/Conferences/CF00000000000000000000000000000009/Participants/" + call + ".json";
        assertThat(s.get(elsewhere).status()).isEqualTo(404);
        assertThat(s.delete(elsewhere).status()).isEqualTo(404);
        assertThat(s.get(conference + "/Participants/" + call + ".json").status())
                .isEqualTo(200);
        assertThat(s.delete(conference + "/Participants/" + call + ".json").status())
                .isEqualTo(204);
    }

    @Test
    void T133_openai() {
        var s = Twins.pack("openai");
        var models = s.get("/models");
        assertThat((java.util.List<?>) models.at("/data")).hasSize(3);
        java.util.Set<Object> created = new java.util.HashSet<>();
        ((java.util.List<?>) models.at("/data")).forEach(m -> created.add(((Map<?, ?>) m).get("created")));
        assertThat(created).hasSize(3).allSatisfy(c -> assertThat((Long) c).isBetween(1_600_000_000L, 1_800_000_000L));
        assertThat(s.get("/v1/models").text()).isEqualTo(models.text());
        assertThat(s.get("/v1/models/gpt-4o").at("/created")).isEqualTo(1715367049L);
    }
}
