package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.stripe.StripeClient;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** stripe-java, unmodified, against the stripe pack: on our document and on the vendor's. Each case has its own run, chosen by its key. */
class StripeSdkTest {
    /** A case: asserts on what the SDK parsed. */
    interface Work {
        void run(StripeClient stripe, Front front) throws Exception;
    }

    @Test
    void T027_thePackHasItsTablesBindingsAndOperations() {
        TwinEngine engine = Twins.pack("stripe", Twins.Form.OURS);
        assertThat(Values.listOrEmpty(engine.catalog().config().raw().get("tables")))
                .hasSize(9);
        assertThat(engine.catalog().config().bindings().stream().filter(b -> !b.extended()))
                .hasSize(44);
        assertThat(engine.catalog().operations()).hasSize(8);
        assertThat(engine.warnings()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> onOurDocument() {
        return Skips.counted(() -> cases(Twins.Form.OURS));
    }

    @TestFactory
    Stream<DynamicTest> onTheVendorsDocument() {
        return Skips.counted(() -> cases(Twins.Form.VENDORS));
    }

    private static Stream<DynamicTest> cases(Twins.Form form) {
        TwinEngine engine = Twins.pack("stripe", form);
        List<String> bound = engine.catalog().config().bindings().stream()
                .filter(b -> !b.extended())
                .map(TwinConfig.BindingSpec::mock)
                .toList();
        Front front = new Front(engine.start());
        Map<String, Work> all = new LinkedHashMap<>(StripeSales.cases());
        all.putAll(StripeMoney.cases());
        all.putAll(StripeWire.cases());
        AtomicInteger n = new AtomicInteger();
        Stream<DynamicTest> tests = all.entrySet().stream()
                .map(e -> dynamicTest(e.getKey(), () -> e.getValue().run(client(front, n.incrementAndGet()), front)));
        Stream<DynamicTest> counts = Stream.of(
                dynamicTest(
                        "at least 90 distinct operations were called",
                        () -> assertThat(front.operations).hasSizeGreaterThanOrEqualTo(90)),
                dynamicTest(
                        "all 44 bound operations were called",
                        () -> assertThat(front.operations).containsAll(bound)));
        return Stream.concat(tests, counts).onClose(front::close);
    }

    private static StripeClient client(Front front, int n) {
        return StripeClient.builder()
                .setApiKey("sk_test_java_run_j" + n)
                .setApiBase(front.url())
                .build();
    }

    @Test
    void T131_theUrlOfTheEnvironmentIsCalledWithItsSecret() throws Exception {
        Map<String, String> env =
                Map.of("STRIPE_WEBHOOK_URL", "http://shop.test/hooks", "STRIPE_WEBHOOK_SECRET", "whsec_test");
        TwinEngine engine = TwinEngine.load(
                Twins.root().resolve("examples/twins/stripe/mockd.yaml"),
                TwinOptions.defaults().withEnv(env::get));
        try (Front front = new Front(engine.start())) {
            StripeClient stripe = client(front, 0);
            stripe.customers().create();
            var told = front.webhooks.getFirst();
            assertThat(front.webhooks).hasSize(1);
            assertThat(told.event()).isEqualTo("customer.created");
            assertThat(stripe.constructEvent(
                                    new String(told.body(), java.nio.charset.StandardCharsets.UTF_8),
                                    told.headersAt(java.time.Instant.now()).first("Stripe-Signature"),
                                    "whsec_test")
                            .getType())
                    .isEqualTo("customer.created");
        }
    }
}
