package dev.doppel.matching.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @Test
    void D018_flagsAreValidAndWork() {
        assertThat(Regex.compile("(?i)abc").find("xABCx")).isTrue();
        assertThat(Regex.compile("abc").find("xABCx")).isFalse();
        assertThat(Regex.compile("a.b").find("a\nb")).isFalse();
        assertThat(Regex.compile("(?s)a.b").find("a\nb")).isTrue();
        assertThat(Regex.compile("^b").find("a\nb")).isFalse();
        assertThat(Regex.compile("(?m)^b").find("a\nb")).isTrue();
    }

    @Test
    void groupsAreGiven() {
        assertThat(Regex.compile("(\\d+)|(x)").search("ab12"))
                .isEqualTo(new RegexSearch.Match(java.util.Arrays.asList("12", "12", null)));
        assertThat(Regex.compile("\u00e9+(.)").search("\ud83d\ude00\u00e9\u00e9z"))
                .isEqualTo(new RegexSearch.Match(List.of("\u00e9\u00e9z", "z")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ( | not valid
                    (?=a)b | look-around
                    ((a{1000}){1000}){1000} | states
                    (?:[ab]{500}){500} | states
                    \\1 | not valid
                    """)
    void whatCannotRunIsRefused(String pattern, String message) {
        assertThatThrownBy(() -> Regex.compile(pattern))
                .isInstanceOf(RegexSyntaxException.class)
                .hasMessageContaining(message == null ? "" : message);
    }

    @Test
    void anEmptyPatternIsRefused() {
        assertThatThrownBy(() -> Regex.compile("")).hasMessageContaining("empty pattern");
    }

    @Test
    void nestingAndLengthAreBounded() {
        assertThatThrownBy(() -> Regex.compile("(".repeat(2000) + "a" + ")".repeat(2000)))
                .isInstanceOf(RegexSyntaxException.class);
        assertThatThrownBy(() -> Regex.compile("a".repeat(5000))).hasMessageContaining("at most 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x+x+)+y", "(a|aa)+$", "(x*)*y", "(?:x{1,50}){1,50}y", "([a-z]+)*\\d"})
    void hostilePatternsEndInBoundedTime(String pattern) {
        Regex regex = Regex.compile(pattern);
        String text = "x".repeat(1024 * 1024);
        long start = System.nanoTime();
        regex.search(text);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aSearchOverBudgetIsNoMatch() {
        Regex slow = Regex.compile("(?:[a-z]{1,60}[0-9]?){1,60}!");
        assertThat(slow.search("x".repeat(1024 * 1024))).isInstanceOf(RegexSearch.OverBudget.class);
    }

    @Test
    void aShortSearchHasItsOutcomeHoweverSlowTheMachineIs() {
        int noTime = 0;
        assertThatCode(() -> read(new BudgetedText("x".repeat(100_000), 100, noTime)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> read(new BudgetedText("x".repeat(1_000_000), 100, noTime)))
                .isInstanceOf(BudgetedText.Exhausted.class);
    }

    private static void read(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            text.charAt(i);
        }
    }

    @Test
    void compilingNeverThrowsAnythingElse() {
        long seed = 11L;
        Random random = new Random(seed);
        String alphabet = "()[]{}|*+?.\\^$a1,:-iPQEdbw";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(20);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Regex.compile(text.toString()).search("aaa111aaa");
            } catch (RegexSyntaxException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
            }
        }
    }
}
