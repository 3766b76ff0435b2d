package dev.doppel.definition.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meaning that gitignore gives to each kind of line (spec 1.4). */
class IgnoreRulesTest {
    @ParameterizedTest(name = "[{0}] {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "experiments/|experiments/x.yaml|true",
                "experiments/|a/experiments/x.yaml|true",
                "experiments/|experiments|false",
                "/experiments/|a/experiments/x.yaml|false",
                "a/b.yaml|a/b.yaml|true",
                "a/b.yaml|x/a/b.yaml|false",
                "*.yaml|deep/x.yaml|true",
                "*.yaml~!keep.yaml|keep.yaml|false",
                "*.yaml~!keep.yaml|sub/keep.yaml|false",
                "sub/~!sub/keep.yaml|sub/keep.yaml|true",
                "sub/*~!sub/keep.yaml|sub/keep.yaml|false",
                "a/**/z.yaml|a/z.yaml|true",
                "a/**/z.yaml|a/b/c/z.yaml|true",
                "**/wip/*.yaml|x/y/wip/q.yaml|true",
                "wip/**|wip/x/y.yaml|true",
                "wip/**|wip|false",
                "a/*/c.yaml|a/b/b/c.yaml|false",
                "x?.yaml|xy.yaml|true",
                "x[0-3].yaml|x2.yaml|true",
                "x[!0-3].yaml|x2.yaml|false",
                "{a,b}.yaml|a.yaml|false",
                "\\#odd.yaml|#odd.yaml|true",
                "# comment.yaml|comment.yaml|false",
                "trail.yaml   |trail.yaml|true",
                "x[.yaml|x[.yaml|true",
            })
    void D062_linesMeanWhatGitSays(String rules, String path, boolean ignored) {
        assertThat(IgnoreRules.parse(rules.replace('~', '\n')).ignores(path)).isEqualTo(ignored);
    }
}
