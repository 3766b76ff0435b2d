package dev.doppel.local;

import dev.doppel.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class StructureTest {
    @Test
    void keepsTheRulesOfStructure() {
        ArchitectureRules.check("dev.doppel.local");
    }
}
