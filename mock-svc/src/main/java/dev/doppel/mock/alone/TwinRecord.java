package dev.doppel.mock.alone;

import dev.doppel.twin.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file by which commands find a standing twin: written when it is ready, readable by its user only (it holds the admin key). */
final class TwinRecord {
    private TwinRecord() {}

    static Path write(StandingTwin twin, StandingSettings settings) throws IOException {
        Files.createDirectories(settings.records());
        Map<String, Object> record = new LinkedHashMap<>();
        ProcessHandle self = ProcessHandle.current();
        record.put("pid", self.pid());
        record.put("started", self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
        record.put("config", settings.source().path().toString());
        record.put("port", (long) twin.port());
        if (twin.httpsPort() > 0) {
            record.put("httpsPort", (long) twin.httpsPort());
        }
        record.put("adminPort", (long) twin.adminPort());
        record.put("adminUrl", "http://127.0.0.1:" + twin.adminPort());
        record.put("data", twin.data().toString());
        put(record, "key", twin.key());
        put(
                record,
                "log",
                settings.log() == null ? null : settings.log().toAbsolutePath().toString());
        record.put("mocks", (long) twin.instance().catalog().mocks().size());
        record.put("tables", (long) twin.instance().catalog().tables().size());
        Path file = settings.records().resolve(twin.port() + ".json");
        Path draft = Files.createTempFile(
                settings.records(),
                "twin",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, Json.bytes(record));
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(Map<String, Object> record, String name, @Nullable String value) {
        if (value != null) {
            record.put(name, value);
        }
    }
}
