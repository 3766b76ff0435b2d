package dev.doppel.mock.alone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a twin was made of: looks every {@value #MILLIS} ms and calls back when a file changed, came or went and then kept still for
 * one look, so that half written files are not read. Calls back one at a time. The owner closes.
 */
final class Watch implements AutoCloseable {
    private static final long MILLIS = 300;

    private final @Nullable Path folder;
    private final UnaryOperator<Set<Path>> changed;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("watch").factory());
    private Set<Path> files;
    private Map<Path, String> seen;
    private boolean moving;

    private Watch(Set<Path> files, @Nullable Path folder, UnaryOperator<Set<Path>> changed) {
        this.files = files;
        this.folder = folder;
        this.changed = changed;
        this.seen = look();
    }

    /**
     * Begins.
     *
     * @param files to follow
     * @param folder whose documents are followed too, or null
     * @param changed gets the files that were followed after a change; returns those to follow from then on
     */
    static Watch start(Set<Path> files, @Nullable Path folder, UnaryOperator<Set<Path>> changed) {
        Watch watch = new Watch(files, folder, changed);
        watch.clock.scheduleWithFixedDelay(watch::check, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void check() {
        Map<Path, String> now = look();
        if (!now.equals(seen)) {
            moving = true;
        } else if (moving) {
            moving = false;
            Map<Path, String> before = now;
            files = changed.apply(files);
            now = look();
            // what changed while it was read is a change still to come
            now.replaceAll((file, state) -> before.getOrDefault(file, state));
        }
        seen = now;
    }

    private Map<Path, String> look() {
        Map<Path, String> out = new TreeMap<>();
        files.forEach(file -> out.put(file, state(file)));
        if (folder != null) {
            try {
                for (String name : Source.documents(folder)) {
                    out.computeIfAbsent(folder.resolve(name).toAbsolutePath().normalize(), Watch::state);
                }
            } catch (IOException | StandingFailure e) {
                out.put(folder, "unreadable");
            }
        }
        return out;
    }

    private static String state(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
        } catch (IOException e) {
            return "missing";
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
