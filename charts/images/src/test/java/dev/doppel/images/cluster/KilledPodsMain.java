package dev.doppel.images.cluster;

import static dev.doppel.images.cluster.Installation.must;
import static dev.doppel.images.cluster.Installation.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Installs the chart and kills the pod of a service at each state of an instance: {@code KilledPodsMain IMAGES WORK CHART TAG AOT ROWS}, in
 * network, mount and process namespaces of its own, as root. Of the rows those run whose names ROWS, a regular expression, matches. Prints a line for each row; ends with 0 when all went well.
 */
final class KilledPodsMain {
    /** States of an instance, and where it is held in them. */
    private static final List<String> MOMENTS = List.of(
            "scheduler.queued",
            "scheduler.placed.stored",
            "scheduler.preparing.stored",
            "scheduler.starting.stored",
            "scheduler.starting.begun",
            "scheduler.running.stored",
            "runner.begun",
            "runner.finished",
            "scheduler.closing.stored",
            "scheduler.closing.begun");

    /** Between what a service does and what it says of it; there it ends by itself. */
    private static final List<String> BETWEEN =
            List.of("mock.opened", "mock.closed", "dns.applied", "runner.claimed", "runner.finished", "results.stored");

    private static final int RUN_SECONDS = 240;

    private final Installation installation;
    private final FaultFiles faults;
    private final TwoTruths truths;
    private final String rows;
    private final List<String> failed = new ArrayList<>();

    private KilledPodsMain(Installation installation, FaultFiles faults, TwoTruths truths, String rows) {
        this.rows = rows;
        this.installation = installation;
        this.faults = faults;
        this.truths = truths;
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        int code = 1;
        try (Installation installation = new Installation(Installation.Wanted.of(args));
                TwoTruths truths = new TwoTruths(installation)) {
            installation.install();
            KilledPodsMain killed = new KilledPodsMain(
                    installation, new FaultFiles(Path.of(args[1]).resolve("faults")), truths, args[5]);
            killed.row("nobody is killed", () -> {});
            for (String service : Installation.SERVICES) {
                for (String moment : MOMENTS) {
                    killed.row("%s at %s".formatted(service, moment), () -> killed.kill(service, moment));
                }
                for (String point : BETWEEN) {
                    if (point.startsWith(service)) {
                        killed.row(service + " ends by itself at " + point, () -> killed.end(service, point));
                    }
                }
            }
            say("failed: %s", killed.failed);
            code = killed.failed.isEmpty() ? 0 : 1;
        } catch (IllegalStateException e) {
            System.out.println("FAILED: " + e.getMessage());
        }
        System.exit(code);
    }

    private interface Disturbance {
        void happens() throws IOException, InterruptedException;
    }

    private void row(String name, Disturbance disturbance) throws IOException, InterruptedException {
        if (!name.matches(rows)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            int namespaces = installation.store.made(Installation.NAMESPACES).size();
            Release.Pod pod = truths.pod();
            Container command = installation.begin(pod);
            disturbance.happens();
            int code = command.await(RUN_SECONDS);
            Map<String, Integer> attempts = truths.check(code, installation.said(pod));
            nothingIsLeft(namespaces, attempts);
            say("ROW %s: true after %.1f s, decided by attempts %s", name, (System.nanoTime() - begin) / 1e9, attempts);
        } catch (IllegalStateException e) {
            failed.add(name);
            say("ROW %s: FAILED after %.1f s: %s", name, (System.nanoTime() - begin) / 1e9, e.getMessage());
        }
    }

    /** As the kernel or an impatient operator would; the kubelet starts the container again. */
    private void kill(String service, String point) throws IOException, InterruptedException {
        faults.hold(point);
        try {
            await("somebody waits at " + point, () -> faults.held(point));
            Container container = installation.running("doppel-" + service);
            container.kill();
            container.await(20);
        } finally {
            faults.release(point);
        }
        again(service);
    }

    private void end(String service, String point) throws IOException, InterruptedException {
        faults.halt(point);
        try {
            await("somebody ends at " + point, () -> faults.used(point));
        } finally {
            faults.release(point);
        }
        int code = installation.running("doppel-" + service).await(20);
        must(code == 137, service + " ends as by SIGKILL, not with " + code);
        again(service);
    }

    private void again(String service) throws IOException {
        installation.start("doppel-" + service);
        installation.ready("doppel-" + service);
    }

    private void nothingIsLeft(int before, Map<String, Integer> attempts) throws IOException, InterruptedException {
        await(
                "no namespace is left",
                () -> installation.store.list(Installation.NAMESPACES).isEmpty());
        for (String service : List.of("mock", "dns")) {
            await(
                    service + "-svc holds no instance",
                    () -> truths.meter(service, "doppel_" + service + "_instances") == 0);
        }
        must(truths.meter("scheduler", "doppel_scheduler_leaks_total") == 0, "no leak is counted");
        List<String> made = installation.store.made(Installation.NAMESPACES).stream()
                .skip(before)
                .map(space -> space.path("metadata").path("annotations"))
                .filter(notes -> notes.has("doppel.dev/attempt"))
                .map(KilledPodsMain::owner)
                .toList();
        must(made.stream().distinct().count() == made.size(), "no environment is made twice: " + made);
        int most = attempts.values().stream().mapToInt(Integer::intValue).sum();
        must(made.size() <= most, "no more environments than attempts, " + attempts + ": " + made);
    }

    private static String owner(JsonNode notes) {
        return notes.path("doppel.dev/instance").asText() + "/"
                + notes.path("doppel.dev/attempt").asText();
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.holds()) {
            must(System.nanoTime() < end, what + " within 120 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
