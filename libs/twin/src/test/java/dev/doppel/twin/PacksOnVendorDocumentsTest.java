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
    void T027_T057_T080_stripe() throws IOException {
        var s = pack("stripe");
        assertThat(s.twin().catalog().mocks()).hasSize(452);
        var made = s.form("/v1/customers", "name=A&metadata[order_id]=6735&phone=%2B1555");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.at("/metadata/order_id")).isEqualTo("6735");
        assertThat((String) made.at("/id")).matches("cus_[0-9a-f]{16}");
        assertThat(s.form("/v1/payment_intents/pi_123/confirm", "payment_method=pm_card_visa")
                        .at("/status"))
                .isEqualTo("succeeded");
        assertThat(s.get("/v1/invoices/in_999/lines").at("/url")).isEqualTo("/v1/invoices/in_999/lines");
    }

    @Test
    void T028_T051_T069_T080_T081_T093_T113_twilio() throws IOException {
        var s = pack("twilio");
        String account = "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef";
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
        assertThat(s.get(account + "/Messages.json?PageSize=1&Page=2").at("/next_page_uri"))
                .isNull();
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
    }

    @Test
    void T133_openai() throws IOException {
        String yaml = Files.readString(Twins.root().resolve("examples/twins/openai/mockd.yaml"));
        assertThat(yaml).contains("openai.openapi.yaml");
        var s = Twins.pack("openai");
        assertThat((java.util.List<?>) s.get("/models").at("/data")).hasSize(3);
        assertThat(s.get("/v1/models/gpt-4o").at("/created")).isEqualTo(1715367049L);
    }
}
