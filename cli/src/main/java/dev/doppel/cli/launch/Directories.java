package dev.doppel.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie on this machine.
 *
 * @param home the checkout or installation that {@code doppel} was started from
 * @param state runs and what must outlive the command; {@code DOPPEL_STATE}, else {@code $XDG_STATE_HOME/doppel}, else {@code
 *     ~/.local/state/doppel}
 * @param cache what can be made again; {@code DOPPEL_CACHE}, else {@code $XDG_CACHE_HOME/doppel}, else {@code ~/.cache/doppel}
 */
public record Directories(Path home, Path state, Path cache) {
    /** From the environment; creates both. */
    public static Directories of(Path home, Map<String, String> environment) {
        Path user = Path.of(System.getProperty("user.home"));
        Path state = choose(
                environment.get("DOPPEL_STATE"), environment.get("XDG_STATE_HOME"), user.resolve(".local/state"));
        Path cache = choose(environment.get("DOPPEL_CACHE"), environment.get("XDG_CACHE_HOME"), user.resolve(".cache"));
        try {
            Files.createDirectories(state);
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create " + e.getMessage() + ": set DOPPEL_STATE and DOPPEL_CACHE to folders you may write",
                    e);
        }
        return new Directories(home, state.toAbsolutePath(), cache.toAbsolutePath());
    }

    private static Path choose(@Nullable String own, @Nullable String xdg, Path fallback) {
        if (own != null && !own.isEmpty()) {
            return Path.of(own);
        }
        return (xdg != null && !xdg.isEmpty() ? Path.of(xdg) : fallback).resolve("doppel");
    }

    /** AOT caches of this very installation; valid for one build of it. */
    public Path aotCaches() {
        return cache.resolve("aot-" + Integer.toHexString(home.toString().hashCode()));
    }

    /** The record of a platform that is up. */
    public Path platformFile() {
        return state.resolve("platform.json");
    }

    /** One folder per run, by project. */
    public Path runs() {
        return state.resolve("runs");
    }
}
