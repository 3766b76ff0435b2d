package dev.doppel.runner;

import dev.doppel.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void noCyclesNoLayersAllNullMarked() {
        ArchitectureRules.check("dev.doppel.runner");
    }
}
