package dev.doppel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.result.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({"PASSED, 0", "FAILED, 1", "ERROR, 3", "INCONCLUSIVE, 4", "CANCELLED, 130"})
    void everyVerdictHasTheCodeOfTheSpecification(Verdict verdict, int code) {
        assertThat(ExitCode.of(verdict).code()).isEqualTo(code);
    }

    @Test
    void thereAreNoOthers() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).containsExactly(0, 1, 2, 3, 4, 124, 130);
    }
}
