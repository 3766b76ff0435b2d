package dev.doppel.matching.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    api.Example.com         | EXACT  | api.example.com | 0    | 0
                    api.example.com:8443    | EXACT  | api.example.com | 8443 | 0
                    https://api.example.com/| EXACT  | api.example.com | 0    | 2
                    *.example.com:81        | SUFFIX | example.com     | 81   | 0
                    *                       | ANY    | ''              | 0    | 0
                    [::1]:80                | EXACT  | ::1             | 80   | 0
                    ::1                     | EXACT  | ::1             | 0    | 0
                    api.example.com.        | EXACT  | api.example.com | 0    | 0
                    """)
    void targetsAreRead(String text, Target.Form form, String host, int port, int warnings) {
        Target target = Target.parse(text);
        assertThat(target.form()).isEqualTo(form);
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.warnings()).hasSize(warnings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    api.example.com/v1 | "/v1" in mockPath
                    ''                 | a target is a host
                    api.*.com          | stands alone or as the first label
                    host:99999         | from 1 to 65535
                    host:http          | from 1 to 65535
                    """)
    void badTargetsAreRefusedWithAdvice(String text, String message) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(MockSyntaxException.class)
                .hasMessageContaining(message);
    }

    @Test
    void toleratedCriteriaAreWarnedAbout() {
        MockRule rule = new MockRule(0, "m", null, "http://h", "get", "v1?x=1", null);
        assertThat(MockCheck.warnings(rule)).hasSize(3);
        assertThatThrownBy(() -> MockCheck.warnings(new MockRule(0, "m", null, "h", "FETCH", "/", null)))
                .hasMessageContaining("none of GET, POST");
        assertThatThrownBy(() ->
                        MockCheck.warnings(new MockRule(0, "m", null, "h", null, "/", new BodyCriterion.Contains(""))))
                .hasMessageContaining("mock \"m\"")
                .hasMessageContaining("empty text");
        assertThatThrownBy(() ->
                        MockCheck.warnings(new MockRule(0, "m", null, "h", null, "/", new BodyCriterion.Matches("("))))
                .hasMessageContaining("not valid");
    }
}
