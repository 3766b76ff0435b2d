package dev.doppel.twin.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a webhook proves its sender (spec section 11, item 6). */
public sealed interface WebhookSignature {
    void sign(String url, byte[] body, Instant now, Headers headers);

    /** No proof. */
    record None() implements WebhookSignature {
        @Override
        public void sign(String url, byte[] body, Instant now, Headers headers) {}
    }

    /** {@code Stripe-Signature: t=<unix>,v1=<hex HMAC-SHA256(secret, t + "." + body)>}. */
    record Stripe(String secret) implements WebhookSignature {
        @Override
        public void sign(String url, byte[] body, Instant now, Headers headers) {
            long t = now.getEpochSecond();
            byte[] signed = (t + "." + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            String v1 = HexFormat.of().formatHex(hmac("HmacSHA256", secret, signed));
            headers.set("Stripe-Signature", "t=" + t + ",v1=" + v1);
        }
    }

    /** {@code X-Twilio-Signature}: base64 HMAC-SHA1 over the URL and the form's sorted names and values. */
    record Twilio(String secret) implements WebhookSignature {
        @Override
        public void sign(String url, byte[] body, Instant now, Headers headers) {
            StringBuilder text = new StringBuilder(url);
            Query.parse(new String(body, StandardCharsets.UTF_8)).pairs().stream()
                    .sorted(Comparator.comparing(Query.Pair::name).thenComparing(Query.Pair::value))
                    .forEach(p -> text.append(p.name()).append(p.value()));
            byte[] mac = hmac("HmacSHA1", secret, text.toString().getBytes(StandardCharsets.UTF_8));
            headers.set("X-Twilio-Signature", Base64.getEncoder().encodeToString(mac));
        }
    }

    private static byte[] hmac(String algorithm, String secret, byte[] data) {
        try {
            byte[] key = secret.isEmpty() ? new byte[1] : secret.getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm, e);
        }
    }
}
