package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Published by scheduler-svc when an item starts, becomes ready, stops or crashes.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try
 * @param item item name
 * @param kind item kind in lower case, for display
 * @param state the state entered
 * @param detail probe outcome, exit code, image, version: one line
 * @param lastLines the item's last console lines when it crashed or never became ready, else empty
 */
public record ItemStateChanged(
        RunId run,
        Instant at,
        InstanceId instance,
        int attempt,
        String item,
        String kind,
        ItemState state,
        @Nullable String detail,
        List<String> lastLines)
        implements ResultMessage {
    public ItemStateChanged {
        lastLines = List.copyOf(lastLines);
    }
}
