package dev.doppel.scheduler.life;

import java.time.Duration;
import java.util.List;

/**
 * What stays the same over all attempts at an instance.
 *
 * @param items everything that runs, in definition order
 * @param startLimit limit of the whole start-up (spec 8.3)
 * @param executionLimit limit of all tests together
 * @param patience how long others may be silent
 */
public record Facts(List<ItemFact> items, Duration startLimit, Duration executionLimit, Patience patience) {
    public Facts {
        items = List.copyOf(items);
    }

    /**
     * @param claim from ready to claimed
     * @param heartbeat longest silence of a runner
     * @param withdraw from withdrawal to the runner's last word
     * @param close from closing to gone
     * @param retries new attempts after a loss
     */
    public record Patience(Duration claim, Duration heartbeat, Duration withdraw, Duration close, int retries) {}
}
