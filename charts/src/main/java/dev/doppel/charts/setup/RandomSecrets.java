package dev.doppel.charts.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Secrets with a random value, made once and never changed. Not thread-safe. */
final class RandomSecrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 30;

    private final Cluster cluster;

    RandomSecrets(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A Secret that is to be there.
     *
     * @param name of the Secret
     * @param key of the random value
     * @param others further keys with their values
     */
    record Wanted(String name, String key, Map<String, String> others) {
        Wanted {
            others = Map.copyOf(others);
        }

        /**
         * Reads {@code SECRET/KEY[/OTHER=VALUE]...}.
         *
         * @throws IllegalArgumentException when it is anything else
         */
        static Wanted parse(String text) {
            String[] parts = text.split("/", -1);
            Map<String, String> others = new LinkedHashMap<>();
            for (int i = 2; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (equals < 1) {
                    throw malformed(text);
                }
                others.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
            }
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw malformed(text);
            }
            return new Wanted(parts[0], parts[1], others);
        }

        private static IllegalArgumentException malformed(String text) {
            return new IllegalArgumentException("--random=" + text + " is not of the form SECRET/KEY[/OTHER=VALUE]");
        }
    }

    /** @return what was done, for the log; never the value */
    String ensure(Wanted wanted) {
        ObjectNode secret = Cluster.object("Secret", wanted.name());
        secret.put("type", "Opaque");
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        ObjectNode data = secret.putObject("data");
        wanted.others().forEach((key, value) -> data.put(key, base64(value)));
        data.put(wanted.key(), base64(Base64.getUrlEncoder().withoutPadding().encodeToString(random)));
        return (cluster.create("secrets", secret) ? "made Secret " : "there already: Secret ") + wanted.name();
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
