package dev.doppel.contract.environment;

import java.util.List;

/**
 * What happens to a call to the outside that nothing matches (definition spec 3.7); already narrowed by the installation.
 *
 * @param policy pass through or block
 * @param allow with BLOCK: hosts that may pass all the same ({@code host} or {@code *.suffix})
 */
public record Egress(Policy policy, List<String> allow) {
    public Egress {
        allow = List.copyOf(allow);
    }

    /** PASSTHROUGH: forwarded to the real host. BLOCK: answered 502 with an explanation. */
    public enum Policy {
        PASSTHROUGH,
        BLOCK
    }
}
