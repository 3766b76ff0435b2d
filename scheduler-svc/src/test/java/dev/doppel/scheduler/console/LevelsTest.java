package dev.doppel.scheduler.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels named by console lines (spec 7.2). */
class LevelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ERROR] no stock|ERROR",
                "error: no stock|ERROR",
                "Warning: slow|WARN",
                "[warn] slow|WARN",
                "[DEBUG] x|DEBUG",
                "plain words|INFO",
                "the errors: none|INFO",
                "12:00:01.123 ERROR [c.a.B] broken|ERROR",
                "2026-11-21 WARN  slow|WARN",
                "INFO  nothing about an ERROR here|INFO",
                "[INFO] then [ERROR] later|ERROR",
                "{\"level\":\"error\",\"msg\":\"x\"}|ERROR",
                "SEVERE: cannot bind|ERROR",
                "terrorERROR:x|INFO",
            })
    void findsTheLevel(String line, String level) {
        assertThat(Levels.of(line)).isEqualTo(level);
    }
}
