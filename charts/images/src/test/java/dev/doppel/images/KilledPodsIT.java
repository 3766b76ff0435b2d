package dev.doppel.images;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pods of the rendered chart, killed with SIGKILL and started again as a kubelet does, at each state of an instance under the kubernetes provider: the
 * verdicts stay true, nothing is lost, no namespace is left. {@code -Dimages.killed="mock at .*"} is for some of the rows.
 */
@Tag("nightly")
class KilledPodsIT {
    @Test
    @Timeout(4000)
    void aKilledPodChangesNoVerdictAndLeavesNothing() throws Exception {
        ClusterRun.passes("KilledPodsMain", 3600, System.getProperty("images.killed", ".*"));
    }
}
