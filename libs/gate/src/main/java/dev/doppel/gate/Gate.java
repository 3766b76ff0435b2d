package dev.doppel.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets an item start only when what surrounds it is in force: names resolve, the outside address answers and knows this pod, and what must be
 * denied is denied. Ends with 0, or with 1 and the reason on standard error and in the termination log; with 2 when its arguments are wrong.
 * Needs no right, no writable directory and nothing beside the JDK.
 */
public final class Gate {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 250;
    private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

    private Gate() {}

    /** Arguments: see {@link Plan}. */
    public static void main(String[] arguments) throws InterruptedException {
        // what was not there a moment ago may be there now
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Plan plan;
        try {
            plan = Plan.of(List.of(arguments));
        } catch (IllegalArgumentException e) {
            end(2, String.valueOf(e.getMessage()));
            return;
        }
        List<String> problems = pass(plan);
        end(problems.isEmpty() ? 0 : 1, String.join("; ", problems));
    }

    private static void end(int code, String why) {
        if (code != 0) {
            System.err.println("gate: " + why);
            try {
                Files.writeString(TERMINATION_LOG, why, StandardOpenOption.WRITE);
            } catch (IOException | RuntimeException e) {
                // where there is none, standard error has it
            }
        }
        System.exit(code);
    }

    /** Does all that is asked for; empty when everything became true in time. */
    static List<String> pass(Plan plan) throws InterruptedException {
        try (ServerSocket listener = plan.listen() == 0 ? null : listen(plan.listen())) {
            if (plan.parts() != null) {
                Parts.join(plan.parts(), Objects.requireNonNull(plan.joined()));
            }
            List<String> problems = checked(plan);
            if (problems.isEmpty() && listener != null) {
                Thread.sleep(plan.stay().toMillis());
            }
            return problems;
        } catch (IOException e) {
            return List.of("the gate failed: " + e);
        }
    }

    private static List<String> checked(Plan plan) throws InterruptedException {
        long end = System.nanoTime() + plan.limit().toNanos();
        List<@Nullable String> last = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plan.checks().size(); i++) {
            int index = i;
            last.add("not looked at");
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                String why = until(plan.checks().get(index), end);
                synchronized (last) {
                    last.set(index, why);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (last) {
            return last.stream().filter(Objects::nonNull).map(String::valueOf).toList();
        }
    }

    private static @Nullable String until(Check check, long end) {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            String why = check.look();
            if (why == null || System.nanoTime() + pause * 1_000_000 > end) {
                return why;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return "interrupted";
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 50, InetAddress.ofLiteral("0.0.0.0"));
        Thread.ofPlatform().daemon().start(() -> {
            while (!socket.isClosed()) {
                try {
                    socket.accept().close();
                } catch (IOException e) {
                    return;
                }
            }
        });
        return socket;
    }
}
