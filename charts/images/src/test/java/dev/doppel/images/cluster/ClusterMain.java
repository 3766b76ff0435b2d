package dev.doppel.images.cluster;

import java.io.IOException;

/**
 * Installs the chart and runs its test: {@code ClusterMain IMAGES WORK CHART TAG AOT}, in network, mount and process namespaces of its own, as root.
 * Prints a line for each thing that is so; ends with 0 when all is.
 */
final class ClusterMain {
    private final Installation installation;

    private ClusterMain(Installation installation) {
        this.installation = installation;
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        int code = 1;
        try (Installation installation = new Installation(Installation.Wanted.of(args))) {
            ClusterMain cluster = new ClusterMain(installation);
            installation.install();
            cluster.healthy();
            cluster.test();
            cluster.stop();
            code = 0;
        } catch (IllegalStateException e) {
            System.out.println("FAILED: " + e.getMessage());
        }
        System.exit(code);
    }

    private void healthy() {
        for (String service : Installation.SERVICES) {
            for (String path : new String[] {"live", "ready", "started"}) {
                String url = "http://" + installation.address("doppel-" + service) + ":8080/q/health/" + path;
                Installation.must(installation.status(url) == 200, url + " answers 200");
            }
        }
    }

    /** As {@code helm test}: the command, in a pod, submits a definition and waits for its verdict. */
    private void test() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        String said = installation.run(installation.pod("doppel-test"), 240, 0);
        Installation.say("helm test: passed in %.1f s", (System.nanoTime() - begin) / 1e9);
        Installation.must(said.contains("PASSED") || said.contains("passed"), "the command reports a pass:\n" + said);
        Installation.must(
                installation.store.list(Installation.NAMESPACES).isEmpty(),
                "no namespace is left: " + installation.store.list(Installation.NAMESPACES));
    }

    private void stop() throws InterruptedException {
        for (String name : installation.parts().reversed()) {
            Container container = installation.running(name);
            container.terminate();
            int code = container.await(60);
            Installation.must(code == 0 || code == 143, name + " ends by SIGTERM with " + code);
        }
    }
}
