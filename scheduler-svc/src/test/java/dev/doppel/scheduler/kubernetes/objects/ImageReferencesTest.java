package dev.doppel.scheduler.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferencesTest {
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(delimiter = '|', textBlock = """
            doppel-examples/api-gateway:1  | doppel-examples/=r.example.com/team/doppel-examples/ | r.example.com/team/doppel-examples/api-gateway:1
            doppel-examples/api-gateway:1  | docker.io/doppel-examples/=r.example.com/e/          | r.example.com/e/api-gateway:1
            postgres:16                    | postgres=mirror.example.com/pg                       | mirror.example.com/pg:16
            postgres:16                    | docker.io/=mirror.example.com/hub/                   | mirror.example.com/hub/library/postgres:16
            docker.io/library/postgres:16  | docker.io/=mirror.example.com/hub/                   | mirror.example.com/hub/library/postgres:16
            ghcr.io/team/shop:2            | docker.io/=mirror.example.com/hub/                   | ghcr.io/team/shop:2
            localhost:5000/shop:2          | localhost:5000/=r.example.com/                       | r.example.com/shop:2
            shop:2                         | other=r.example.com/other                            | shop:2
            """)
    void aRuleIsForTheBeginningAsItIsWrittenOrMeant(String image, String rule, String pulled) {
        assertThat(new ImageReferences(List.of(rule)).rewritten(image)).isEqualTo(pulled);
    }

    @ParameterizedTest
    @CsvSource("docker.io/")
    void aRuleOfAnotherFormIsRefusedWithAnExample(String rule) {
        assertThatThrownBy(() -> new ImageReferences(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be from=to, such as");
    }
}
