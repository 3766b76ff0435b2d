package dev.doppel.platform.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretTextTest {
    private static final String SECRET = "sk_live/51 H\"x+yz\u00e9";
    private static final SecretText SECRETS = new SecretText(List.of(SECRET, "abc"));

    @Test
    void findsASecretAsItIsInJsonPercentEncodedAndInJsonInJson() {
        String once = "sk_live/51 H\\\"x+yz\u00e9";
        String twice = "sk_live/51 H\\\\\\\"x+yz\u00e9";
        for (String form :
                List.of(SECRET, once, twice, "sk_live%2F51+H%22x%2Byz%C3%A9", "sk_live%2F51%20H%22x%2Byz%C3%A9")) {
            assertThat(SECRETS.text("before " + form + " after")).as(form).isEqualTo("before *** after");
        }
        assertThat(SECRETS.text("abc")).as("shorter than 4 characters").isEqualTo("abc");
    }

    @Test
    void findsASecretAnywhereInsideBase64() {
        Random random = new Random(11);
        for (int before = 0; before < 30; before++) {
            byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
            byte[] all = new byte[before + secret.length + random.nextInt(20)];
            random.nextBytes(all);
            System.arraycopy(secret, 0, all, before, secret.length);
            for (Base64.Encoder encoder :
                    List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
                String masked = SECRETS.text(encoder.encodeToString(all));
                assertThat(masked).as("at %d", before).contains("***");
            }
        }
    }

    @Test
    void masksInsideBytesAndLeavesTheRest() {
        byte[] bytes = new byte[200];
        new Random(3).nextBytes(bytes);
        assertThat(SECRETS.bytes(bytes)).isSameAs(bytes);
        byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(secret, 0, bytes, 50, secret.length);
        byte[] masked = SECRETS.bytes(bytes);
        assertThat(masked).hasSize(bytes.length - secret.length + 3);
        assertThat(new String(masked, StandardCharsets.ISO_8859_1)).contains("***");
        assertThat(masked).startsWith(java.util.Arrays.copyOf(bytes, 50));
    }

    @Test
    void aDocumentStaysOneWhateverTheSecretIs() {
        SecretText odd = new SecretText(List.of("outcome", "PASSED", "quote\"d", "error"));
        assertThat(odd.json(
                        "{\"outcome\":\"PASSED\",\"error\":\"no quote\\\"d PASSED\",\"list\":[\"outcome\",1,null]}"))
                .isEqualTo("{\"outcome\":\"PASSED\",\"error\":\"no *** ***\",\"list\":[\"***\",1,null]}");
        assertThat(odd.json("no JSON, PASSED")).isEqualTo("no JSON, ***");
        assertThat(SecretText.NONE.json("{\"a\": 1}")).isEqualTo("{\"a\": 1}");
    }
}
