package dev.doppel.examples.e2e;

import dev.doppel.testkit.contract.PublishedRecords;
import java.util.Map;

/** A reader inside the platform's network: holds all that the five services said there against the contract, and prints what it saw. */
final class TopicsMain {
    private TopicsMain() {}

    /** @param arguments the broker's address */
    public static void main(String[] arguments) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[0]);
        try {
            check(kafka, "scheduler", "environment.state", "instance.ready", "run.accepted", "run.finished");
            check(
                    kafka,
                    "mock",
                    "replica.announced",
                    "environment.applied",
                    "probe.reported",
                    "exchange",
                    "barrier.answer");
            check(kafka, "dns", "replica.announced", "environment.applied");
            check(kafka, "runner", "instance.claimed", "step.finished", "tests.finished", "barrier.request");
            check(kafka, "results", "exchange");
            System.out.println("all fit");
        } catch (AssertionError unfit) {
            System.out.println(unfit.getMessage());
        }
        System.exit(0);
    }

    private static void check(Map<String, Object> kafka, String service, String... types) {
        String[] expected = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            expected[i] = "dev.doppel." + types[i];
        }
        System.out.println(service + " " + PublishedRecords.fitTheContract(kafka, "/" + service + "-svc/", expected));
    }
}
