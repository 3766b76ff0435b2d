package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Skipped tests are seen. */
class SkipsTest {
    @Test
    void aFactoryThatIsAbortedStillHasATestThatIsSkipped() {
        List<DynamicTest> made =
                Skips.counted(() -> Skips.skip("nothing here", false)).toList();
        assertThat(made).singleElement().satisfies(test -> {
            assertThat(test.getDisplayName()).contains("nothing here");
            assertThatThrownBy(() -> test.getExecutable().execute()).isInstanceOf(TestAbortedException.class);
        });
    }

    @Test
    void whereTestsMayNotBeSkippedTheyFail() {
        assertThatThrownBy(() -> Skips.counted(() -> Skips.skip("nothing here", true)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nothing here");
    }
}
