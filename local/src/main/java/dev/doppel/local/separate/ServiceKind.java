package dev.doppel.local.separate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The five services as they are packaged, with what one machine gives them. */
enum ServiceKind {
    SCHEDULER(256, false, List.of("/api/v1/runs")),
    MOCK(384, true, List.of()),
    DNS(96, false, List.of()),
    RUNNER(256, true, List.of()),
    RESULTS(256, false, List.of("/api/v1/results"));

    private final int heapMebibytes;
    private final boolean several;
    private final List<String> paths;

    ServiceKind(int heapMebibytes, boolean several, List<String> paths) {
        this.heapMebibytes = heapMebibytes;
        this.several = several;
        this.paths = paths;
    }

    /** Such as {@code mock}: prefix of its keys and of its replicas' names. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int heapMebibytes() {
        return heapMebibytes;
    }

    /**
     * Whether one machine can have several of it: an environment's items are children of one scheduler-svc, and its names are answered at
     * one address.
     */
    boolean several() {
        return several;
    }

    /** Whether it answers a REST path. */
    boolean answers(String path) {
        return paths.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + "/"));
    }

    /** The packaged application. */
    Path jar(Path home) {
        return home.resolve(word() + "-svc/target/quarkus-app/quarkus-run.jar");
    }

    /** @throws IllegalArgumentException naming the known ones */
    static ServiceKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no service; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(ServiceKind::word).toList())));
    }
}
