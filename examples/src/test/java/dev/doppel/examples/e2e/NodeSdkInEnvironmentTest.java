package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stripe's SDK for Node in an item, left at https://api.stripe.com: the twin stands there. Without node and npm it is skipped, and fails in CI. */
class NodeSdkInEnvironmentTest {
    private static final Path SERVICE = Doppel.ROOT.resolve("examples/src/test/resources/billing-node");
    private static final String WHAT = "Stripe's SDK for Node in an environment";
    private static final Path PACK = Doppel.ROOT.resolve("examples/twins/stripe");

    @Test
    void T023_T131_stripesSdkForNodeCannotTell(@TempDir Path folder) throws Exception {
        Project project = Project.in(folder);
        Project.copyTree(SERVICE, folder);
        Project.copyTree(PACK, folder.resolve("stripe"));
        install(folder);
        Doppel.Ended ended = Doppel.shared().run("run", "--ci", project.root().toString());
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("1 passed");
    }

    private static void install(Path folder) throws Exception {
        Tools.need("node", WHAT);
        Tools.need("npm", WHAT);
        Tools.run(
                folder,
                Map.of(),
                WHAT,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--loglevel=error");
    }
}
