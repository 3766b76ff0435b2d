package dev.doppel.results;

import dev.doppel.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class StructureTest {
    @Test
    void packagesHaveNoCycles() {
        ArchitectureRules.check("dev.doppel.results");
    }
}
