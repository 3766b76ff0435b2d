package dev.doppel.contract.codec;

import dev.doppel.contract.event.Topic;
import java.util.Map;

/**
 * A message ready for the broker, in CloudEvents binary mode.
 *
 * @param topic where it goes
 * @param key record key
 * @param headers {@code ce_*} and {@code content-type}
 * @param data JSON
 */
public record Encoded(Topic topic, String key, Map<String, String> headers, byte[] data) {
    public Encoded {
        headers = Map.copyOf(headers);
    }
}
