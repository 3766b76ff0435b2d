package dev.doppel.scheduler.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Makes and removes the links and network namespaces of environments with {@code ip}. Thread-safe; every call blocks. */
final class Network {
    private static final Path NAMED = Path.of("/run/netns");

    private final Executor executor;

    Network(Executor executor) {
        this.executor = executor;
    }

    /** Whether this is a network namespace of the platform's own: nothing in it but loopback and what we made. */
    static boolean isOurs(String procNetDev) {
        return procNetDev
                .lines()
                .skip(2)
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip())
                .allMatch(name -> name.equals("lo") || looksOurs(name));
    }

    private static boolean looksOurs(String name) {
        return name.startsWith("d")
                && name.length() > 1
                && name.chars().skip(1).allMatch(c -> c >= '0' && c <= '9' || c == 'v');
    }

    void create(NetworkPlan plan) throws IOException {
        Tool.run(List.of("ip", "-batch", "-"), plan.create());
        List<CompletableFuture<Void>> inside = new ArrayList<>();
        for (int i = 0; i < plan.items(); i++) {
            int item = i;
            inside.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            Tool.run(List.of("ip", "-n", plan.namespace(item), "-batch", "-"), plan.createInside(item));
                        } catch (IOException e) {
                            throw new CompletionException(e);
                        }
                    },
                    executor));
        }
        try {
            CompletableFuture.allOf(inside.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    /** Kills whatever still lives in a slot's namespaces, then removes namespaces and links; what is not there is no error. */
    void remove(AddressPlan addresses, boolean killProcesses) throws IOException {
        NetworkPlan plan = new NetworkPlan(addresses, 0);
        List<String> namespaces = namespacesOf(plan.bridge() + "-");
        if (killProcesses) {
            for (String namespace : namespaces) {
                for (String pid : Tool.attempt(List.of("ip", "netns", "pids", namespace), "")
                        .output()
                        .lines()
                        .toList()) {
                    ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
        Tool.attempt(List.of("ip", "-force", "-batch", "-"), plan.remove(namespaces));
        List<String> left = namespacesOf(plan.bridge() + "-");
        if (!left.isEmpty() || linkExists(plan.bridge())) {
            throw new IOException("cannot remove the network of slot " + addresses.slot() + ": left are " + left);
        }
    }

    static boolean linkExists(String name) throws IOException {
        return Files.readString(Path.of("/proc/net/dev"))
                .lines()
                .anyMatch(line -> line.strip().startsWith(name + ":"));
    }

    private static List<String> namespacesOf(String prefix) throws IOException {
        if (!Files.isDirectory(NAMED)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(NAMED)) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
