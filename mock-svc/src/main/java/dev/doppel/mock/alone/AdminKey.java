package dev.doppel.mock.alone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The admin key of a data folder: made once, kept in {@code admin.key}, readable by its user only. */
final class AdminKey {
    private AdminKey() {}

    static String of(Path data) throws StandingFailure {
        Path file = data.resolve("admin.key");
        try {
            if (Files.exists(file)) {
                String known = Files.readString(file).strip();
                if (!known.isEmpty()) {
                    return known;
                }
                Files.delete(file);
            }
            byte[] bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            String made = HexFormat.of().formatHex(bytes);
            Files.createDirectories(data);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, made + "\n");
            return made;
        } catch (IOException e) {
            throw new StandingFailure(
                    StandingFailure.Cause.ENVIRONMENT,
                    "The admin key cannot be kept in " + file + ": " + e.getMessage()
                            + "; name a folder you may write with --data-dir, or do without a key with --no-auth.");
        }
    }
}
