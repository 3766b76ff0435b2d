package dev.doppel.cli.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a standing twin says of itself in its file below the state folder.
 *
 * @param file where that stands
 * @param pid its process
 * @param port its mock port
 * @param httpsPort 0 when it has none
 * @param admin base of its admin API
 * @param key what that asks for, or null
 * @param log its output, or null when it writes to a terminal
 * @param json all of it
 */
public record TwinRecord(
        Path file,
        long pid,
        int port,
        int httpsPort,
        URI admin,
        @Nullable String key,
        @Nullable Path log,
        JsonNode json) {

    /** Twins whose processes live, by port; files that dead ones left are removed. */
    public static List<TwinRecord> all(Path records) {
        List<TwinRecord> found = new ArrayList<>();
        if (!Files.isDirectory(records)) {
            return found;
        }
        try (Stream<Path> files = Files.list(records)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                Optional<TwinRecord> record = read(file);
                if (record.isPresent() && record.get().lives()) {
                    found.add(record.get());
                } else if (record.isPresent()) {
                    record.get().forget();
                }
            }
        } catch (IOException e) {
            return found;
        }
        found.sort(Comparator.comparingInt(TwinRecord::port));
        return found;
    }

    private static Optional<TwinRecord> read(Path file) {
        try {
            JsonNode json = MessageCodec.json().readTree(Files.readString(file));
            return Optional.of(new TwinRecord(
                    file,
                    json.path("pid").asLong(),
                    json.path("port").asInt(),
                    json.path("httpsPort").asInt(),
                    URI.create(json.path("adminUrl").asText()),
                    json.hasNonNull("key") ? json.path("key").asText() : null,
                    json.hasNonNull("log") ? Path.of(json.path("log").asText()) : null,
                    json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether its process still is the one that wrote the file: process numbers are used again. */
    public boolean lives() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (handle.isEmpty() || zombie(pid)) {
            return false;
        }
        long started = json.path("started").asLong();
        Optional<Instant> now = handle.get().info().startInstant();
        return started == 0 || now.isEmpty() || Math.abs(now.get().toEpochMilli() - started) < 2000;
    }

    private static boolean zombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // somebody else's; it stays
        }
    }

    /** For people: where it answers. */
    String address() {
        return "http://localhost:" + port + (httpsPort > 0 ? " and https://localhost:" + httpsPort : "");
    }
}
