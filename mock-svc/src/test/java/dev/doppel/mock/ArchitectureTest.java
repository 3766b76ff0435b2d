package dev.doppel.mock;

import dev.doppel.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void structureHolds() {
        ArchitectureRules.check("dev.doppel.mock");
    }
}
