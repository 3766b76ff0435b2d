package dev.doppel.examples.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Says how long each row took, and keeps what the parts of the platform wrote when it has failed: {@code target/kept/ROW}. */
final class KeptLogs implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private final SeparatePlatform platform;
    private long began;

    KeptLogs(SeparatePlatform platform) {
        this.platform = platform;
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        began = System.nanoTime();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        boolean failed = context.getExecutionException().isPresent();
        long seconds = (System.nanoTime() - began) / 1_000_000_000;
        System.out.printf(
                "%s %s: %s, %d s%n",
                context.getRequiredTestMethod().getName(),
                context.getDisplayName(),
                failed ? "FAILED" : "passed",
                seconds);
        if (failed) {
            keep(Path.of("target/kept").resolve(context.getDisplayName().replaceAll("[^A-Za-z0-9.]+", "-")));
        }
    }

    private void keep(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path log : logs()) {
            Files.copy(log, folder.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(platform.runDirectory(), 2)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}
