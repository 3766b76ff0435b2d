package dev.doppel.mock.alone;

import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.load.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The process of a standing twin; {@code doppel twin start} starts it. Ends on SIGTERM and SIGINT, its record with it. */
public final class StandingMain {
    private static final int WARNINGS = 20;

    private StandingMain() {}

    /** @param arguments see {@link StandingSettings#parse} */
    public static void main(String[] arguments) throws InterruptedException {
        long began = System.nanoTime();
        try {
            StandingSettings settings = StandingSettings.parse(arguments);
            if (settings.check()) {
                check(settings);
                return;
            }
            StandingTwin twin = StandingTwin.start(settings);
            List<Path> records = records(twin, settings);
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                twin.close();
                records.forEach(StandingMain::forget);
                ended.countDown();
            }));
            if (settings.told().withParent()) {
                endWithParent();
            }
            tell(twin, settings, began);
            if (settings.rehearse()) {
                Rehearsal.run(twin);
                System.exit(0);
            }
            ended.await();
        } catch (StandingFailure e) {
            end(e.getMessage(), e.kind());
        } catch (IOException e) {
            end("The twin's record cannot be written: " + e.getMessage(), StandingFailure.Cause.ENVIRONMENT);
        }
    }

    private static void endWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresentOrElse(parent -> parent.onExit().thenRun(() -> System.exit(0)), () -> System.exit(0));
    }

    /** The files that say that it stands; one without an admin port is no twin that commands could speak with, and has no record. */
    private static List<Path> records(StandingTwin twin, StandingSettings settings) throws IOException {
        List<Path> out = new ArrayList<>();
        if (twin.adminPort() != 0) {
            out.add(TwinRecord.write(twin, settings));
        }
        Path pidFile = settings.told().pidFile();
        if (pidFile != null) {
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
            out.add(pidFile);
        }
        return out;
    }

    /** Without System.exit, which would have the logging set up and complain of it below the message. Everything is closed by now. */
    private static void end(@Nullable String message, StandingFailure.Cause cause) {
        System.out.flush();
        System.err.println(message);
        System.err.flush();
        Runtime.getRuntime().halt(cause.exitCode());
    }

    private static void check(StandingSettings settings) throws StandingFailure {
        TwinEngine engine = StandingTwin.load(settings).engine();
        warn(engine.warnings(), System.out);
        System.out.println("valid: " + engine.catalog().mocks().size() + " operations, "
                + engine.catalog().bindings() + " bound, "
                + engine.catalog().tables().size() + " tables");
    }

    private static void forget(Path record) {
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            // found stale by its pid
        }
    }

    private static void warn(List<Problem> warnings, PrintStream out) {
        warnings.stream().limit(WARNINGS).forEach(warning -> out.println("warning: " + warning.text()));
        if (warnings.size() > WARNINGS) {
            out.println("... and " + (warnings.size() - WARNINGS) + " warnings more");
        }
    }

    private static void tell(StandingTwin twin, StandingSettings settings, long began) {
        if (settings.told().url()) {
            warn(twin.warnings(), System.err);
            System.out.println("http://localhost:" + twin.port());
            System.out.flush();
            return;
        }
        warn(twin.warnings(), System.out);
        var catalog = twin.instance().catalog();
        System.out.printf(
                Locale.ROOT,
                "The twin of %s is ready (%.1f s): %d operations, %d bound, %d tables%n",
                settings.source().text(),
                (System.nanoTime() - began) / 1e9,
                catalog.mocks().size(),
                catalog.bindings(),
                catalog.tables().size());
        System.out.println("  mocks  http://localhost:" + twin.port()
                + (twin.httpsPort() > 0 ? "  https://localhost:" + twin.httpsPort() : ""));
        if (twin.adminPort() == 0) {
            return;
        }
        System.out.println("  admin  http://localhost:" + twin.adminPort()
                + (twin.key() == null ? " (no key)" : " (key in " + twin.data().resolve("admin.key") + ")"));
    }
}
