package dev.doppel.matching.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @Test
    void numbersKeepEveryDigit() {
        String text = "{\"a\":99.90,\"b\":9400111899223456789012,\"c\":0.1234567890123456789}";
        assertThat(Json.compact(Json.tryParse(text).orElseThrow())).isEqualTo(text);
    }

    @Test
    void onlyOneWholeValueIsJson() {
        assertThat(Json.tryParse("")).isEmpty();
        assertThat(Json.tryParse("{} {}")).isEmpty();
        assertThat(Json.tryParse("[".repeat(1000) + "]".repeat(1000))).isEmpty();
        assertThat(Json.tryParse("1".repeat(2000))).isEmpty();
        assertThat(Json.tryParse(" null ")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    { "b" : [ 1.50 , 2E3 ] , "a" : "x\\/y" } | {"b":[1.50,2E3],"a":"x/y"} | {"b": [1.50, 2E3], "a": "x/y"}
                    [ ] | [] | []
                    [{"a":1},{"a":2}] | [{"a":1},{"a":2}] | [{"a": 1}, {"a": 2}]
                    {"a":{},"a":[[],[]]} | {"a":{},"a":[[],[]]} | {"a": {}, "a": [[], []]}
                    "a: b, c" | "a: b, c" | "a: b, c"
                    {"a":"[","b":" "} | {"a":"[","b":" "} | {"a": "[", "b": " "}
                    """)
    void rewritingKeepsOrderAndSpelling(String text, String compact, String blanks) {
        assertThat(Json.rewrite(text.getBytes(UTF_8), false)).contains(compact);
        assertThat(Json.rewrite(text.getBytes(UTF_8), true)).contains(blanks);
    }

    @ParameterizedTest
    @CsvSource({"{", "'1 2'", "[1,]", "nul"})
    void whatIsNoJsonIsNotRewritten(String text) {
        assertThat(Json.rewrite(text.getBytes(UTF_8), false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5.0,5", "2.50,2.5", "1e6,1000000", "-0.0,0", "1e-7,0.0000001", "1E+2000,1E+2000"})
    void numbersArePlain(String number, String plain) {
        assertThat(Numbers.plain(new BigDecimal(number))).isEqualTo(plain);
    }
}
