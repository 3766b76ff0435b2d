package dev.doppel.dns;

import dev.doppel.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** Structure is kept by a test. */
class StructureTest {
    @Test
    void packagesHaveNoCycles() {
        ArchitectureRules.check("dev.doppel.dns");
    }
}
