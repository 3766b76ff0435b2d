package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop that is broken on purpose fails the right definition, with a message that names the cause. */
class BrokenShopTest {
    private static final Path SHOP = Doppel.ROOT.resolve("examples/ecommerce");

    @TempDir
    private Path folder;

    private Doppel.Ended run(String fault, String definition) {
        Project.shopIn(folder)
                .copyFrom(SHOP.resolve("broken/" + fault + ".local.yaml"), ".dokkimi/local.yaml")
                .copyFrom(
                        SHOP.resolve(".dokkimi/ecommerce/definitions/" + definition + ".yaml"),
                        ".dokkimi/ecommerce/definitions/" + definition + ".yaml");
        Doppel.Ended ended = Doppel.shared().run("run", "--ci", folder.toString());
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(1);
        assertThat(ended.text()).contains("✗ " + definition + " FAILED");
        return ended;
    }

    @Test
    void aSecondChargeIsSeen() {
        assertThat(run("charges-twice", "checkout-happy-path").text())
                .contains("POST api.stripe.com/v1/charges from payment-service", "exactly 1", "found 2");
    }

    @Test
    void anIgnoredDeclineIsSeen() {
        assertThat(run("ignores-decline", "checkout-card-declined").text())
                .contains("response.status", "expected  402", "actual    200")
                .contains("exactly 0 of api.easypost.com, found 1", "\"paid\"");
    }

    @Test
    void aLabelBoughtTooEarlyIsSeen() {
        assertThat(run("ships-too-early", "checkout-card-declined").text())
                .contains("api.easypost.com", "exactly 0", "found 1");
    }

    @Test
    void stockTakenBeforeThePaymentIsSeen() {
        assertThat(run("decrements-stock-first", "checkout-card-declined").text())
                .contains("stock", "expected  50", "actual    49");
    }
}
