package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** stripe, twilio and openai for Node, unmodified, against the packs: on our documents and on the vendors'. */
class NodeSdkTest {
    @TestFactory
    Stream<DynamicTest> T023_stripe() {
        return Skips.counted(() -> told("stripe", Twins.Form.OURS, 90).stream());
    }

    @TestFactory
    Stream<DynamicTest> T023_stripeOnTheVendorsDocument() {
        return Skips.counted(() -> told("stripe", Twins.Form.VENDORS, 90).stream());
    }

    @TestFactory
    Stream<DynamicTest> twilio() {
        return Skips.counted(() -> told("twilio", Twins.Form.OURS, 30).stream());
    }

    @TestFactory
    Stream<DynamicTest> twilioOnTheVendorsDocument() {
        return Skips.counted(() -> told("twilio", Twins.Form.VENDORS, 30).stream());
    }

    @TestFactory
    Stream<DynamicTest> openai() {
        return Skips.counted(() -> told("openai", Twins.Form.OURS, 14).stream());
    }

    @TestFactory
    List<DynamicTest> openaiOnTheVendorsDocument() {
        return told("openai", Twins.Form.VENDORS, 14);
    }

    /** A test of each case that the script told of, and one that counts what it called. */
    private static List<DynamicTest> told(String pack, Twins.Form form, int methods) {
        TwinEngine engine = Twins.pack(pack, form);
        List<NodeSdk.Case> cases;
        try (Front front = new Front(engine.start())) {
            cases = NodeSdk.run(pack + ".mjs", front.url());
        }
        List<DynamicTest> out = new ArrayList<>();
        for (NodeSdk.Case one : cases) {
            out.add(dynamicTest(
                    one.name(), () -> assertThat(one.passed()).as(one.error()).isTrue()));
        }
        out.add(dynamicTest(
                "at least " + methods + " methods were called",
                () -> assertThat(NodeSdk.methods(cases)).hasSizeGreaterThanOrEqualTo(methods)));
        return out;
    }
}
