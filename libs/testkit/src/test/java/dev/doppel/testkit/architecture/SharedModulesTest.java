package dev.doppel.testkit.architecture;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules that the test kit itself depends on; all others check themselves. */
class SharedModulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev.doppel.contract", "dev.doppel.platform", "dev.doppel.embedded", "dev.doppel.testkit"})
    void keepsTheRulesOfStructure(String root) {
        ArchitectureRules.check(root);
    }
}
