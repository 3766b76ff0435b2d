package dev.doppel.twin;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** Tests that cannot run on a machine are skipped aloud, and counted; with {@code CI=true} they fail. */
final class Skips {
    private Skips() {}

    /** Ends the calling test. */
    static <T> T skip(String reason) {
        return skip(reason, "true".equals(System.getenv("CI")));
    }

    static <T> T skip(String reason, boolean ci) {
        if (ci) {
            return Assertions.fail(reason);
        }
        System.err.println("SKIPPED: " + reason);
        return Assumptions.abort(reason);
    }

    /**
     * What a factory makes. A factory that is aborted is counted nowhere; here one test of its own is skipped instead.
     *
     * @param tests may abort while it makes them
     */
    static Stream<DynamicTest> counted(Supplier<Stream<DynamicTest>> tests) {
        try {
            return tests.get();
        } catch (TestAbortedException e) {
            return Stream.of(dynamicTest("skipped: " + e.getMessage(), () -> {
                throw e;
            }));
        }
    }
}
