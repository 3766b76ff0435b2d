package dev.doppel.matching.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathParserTest {
    @Test
    void readsNamesIndexesAndQuotedKeys() {
        Path path = Path.parse("$.response.body[0][-1][\"a.b\"]['c']", PathKind.VALUE);
        assertThat(path.generation()).isEqualTo(Generation.NEW);
        assertThat(path.segments())
                .isEqualTo(List.of(
                        new Segment.Name("response", false),
                        new Segment.Name("body", false),
                        new Segment.Index(0),
                        new Segment.Index(-1),
                        new Segment.Name("a.b", true),
                        new Segment.Name("c", true)));
    }

    @Test
    void bothGenerationsAndTheElementAreToldApartByTheirBeginning() {
        assertThat(Path.parse("$", PathKind.VALUE).segments()).isEmpty();
        assertThat(Path.parse("$$", PathKind.ELEMENT).segments()).isEmpty();
        assertThat(Path.parse("$$.request.method", PathKind.ELEMENT).generation())
                .isEqualTo(Generation.ELEMENT);
        assertThat(Path.parse("data[0].id", PathKind.VALUE).generation()).isEqualTo(Generation.LEGACY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    VALUE   | $response.status      | write "$.response.status"
                    VALUE   | $$.request            | only inside where
                    VALUE   | $.items[?(@.x==1)]    | where
                    VALUE   | $.items[0:2]          | slice
                    VALUE   | $.items[*].id         | several elements
                    VALUE   | $.items.*             | several elements
                    VALUE   | $.items[0,1]          | several elements
                    VALUE   | $..id                 | any depth
                    VALUE   | $.a.                  | name is missing
                    VALUE   | $.a[                  | without a closing
                    VALUE   | $.a]                  | without an opening
                    VALUE   | $.a[b]                | is quoted
                    VALUE   | $.a.[0]               | without a dot
                    VALUE   | $.items.length()      | write count: $.items
                    VALUE   | $.a["b]               | ends with a quote
                    VALUE   | .a                    | begins with a name
                    VALUE   | a[99999999999]        | no index
                    ROOT    | traffic               | write "$.traffic"
                    ROOT    | $$.traffic            | write "$.traffic"
                    ELEMENT | $.request.method      | write "$$.request.method"
                    ELEMENT | request.method        | write "$$.request.method"
                    VALUE   | {{a}}                 | evaluated before
                    """)
    void whatIsOutsideTheGrammarIsRefusedWithAdvice(PathKind kind, String text, String advice) {
        assertThatThrownBy(() -> Path.parse(text, kind))
                .isInstanceOf(PathSyntaxException.class)
                .hasMessageContaining(advice)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThatThrownBy(() -> Path.parse(" ", PathKind.VALUE)).hasMessageContaining("empty path");
    }

    @Test
    void parsingNeverThrowsAnythingElse() {
        String alphabet = "$$..[[]]\"'\\*?@:-019aZ {}()\u0000\ud83d\u00e9,";
        long seed = 20261121L;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (PathKind kind : PathKind.values()) {
                try {
                    assertThat(Path.parse(text.toString(), kind).text()).isEqualTo(text.toString());
                } catch (PathSyntaxException expected) {
                    assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
                }
            }
        }
    }

    @Test
    void longPathsAreRefused() {
        assertThatThrownBy(() -> Path.parse("a.".repeat(5000) + "a", PathKind.VALUE))
                .isInstanceOf(PathSyntaxException.class)
                .hasMessageContaining("longer than");
    }
}
