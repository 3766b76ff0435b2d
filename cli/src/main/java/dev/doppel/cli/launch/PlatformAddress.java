package dev.doppel.cli.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a platform.
 *
 * @param base such as {@code http://127.0.0.1:40123}
 * @param token bearer token
 * @param pid the launcher that holds it, 0 for a remote one
 */
public record PlatformAddress(URI base, String token, long pid) {
    /** The platform that is up on this machine, if its launcher still lives. */
    public static Optional<PlatformAddress> find(Path file) {
        try {
            JsonNode json = MessageCodec.json().readTree(Files.readString(file));
            PlatformAddress address = new PlatformAddress(
                    URI.create(json.path("base").asText()),
                    json.path("token").asText(),
                    json.path("pid").asLong());
            boolean alive =
                    ProcessHandle.of(address.pid()).map(ProcessHandle::isAlive).orElse(false);
            return alive ? Optional.of(address) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A killed process that nobody has waited for yet is still listed, but does not live. */
    private static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** True while its launcher lives. */
    public boolean lives() {
        return lives(pid);
    }

    /** Writes it readable by the user only. */
    public void write(Path file) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                "platform",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(
                    draft,
                    MessageCodec.json()
                            .writeValueAsString(Map.of("base", base.toString(), "token", token, "pid", pid)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
