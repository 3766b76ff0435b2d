package dev.doppel.local.separate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicasTest {
    @Test
    void namedOnesChangeAndOthersStay() {
        Replicas first = Replicas.single().with("runner=2,mock=3");
        Replicas second = first.with("runner=1");
        assertThat(second.of(ServiceKind.RUNNER)).isEqualTo(1);
        assertThat(second.of(ServiceKind.MOCK)).isEqualTo(3);
        assertThat(second.of(ServiceKind.DNS)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    runner    | replicas are written like
                    runner=0  | numbers from 1 to 8
                    runner=9  | at most 8 runner-svc
                    nobody=1  | 'nobody' is no service; there are scheduler, mock
                    dns=2     | at most 1 dns-svc
                    """)
    void whatIsWrongIsNamed(String text, String message) {
        assertThatThrownBy(() -> Replicas.single().with(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
