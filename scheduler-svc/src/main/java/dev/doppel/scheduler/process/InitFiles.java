package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.ItemPlan.InitFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Kinds of init files, and what can be said about one before it runs (definition spec 2.4). Pure. */
final class InitFiles {
    private static final int MAX_SQL_BYTES = 200 << 20;

    private InitFiles() {}

    static boolean isShell(InitFile file) {
        return file.name().endsWith(".sh");
    }

    /**
     * The SQL text of a {@code .sql} or {@code .sql.gz} file.
     *
     * @throws IOException when it is no gzip, or too large unpacked
     */
    static String sql(InitFile file) throws IOException {
        if (!file.name().endsWith(".gz")) {
            return new String(file.content(), StandardCharsets.UTF_8);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file.content()))) {
            byte[] unpacked = in.readNBytes(MAX_SQL_BYTES + 1);
            if (unpacked.length > MAX_SQL_BYTES) {
                throw new IOException("it is larger than " + (MAX_SQL_BYTES >> 20) + " MiB unpacked");
            }
            return new String(unpacked, StandardCharsets.UTF_8);
        }
    }

    /** Why a file cannot be run here, or null; {@code psql} says whether this machine has one. */
    static @Nullable String problem(InitFile file, boolean psql) {
        String name = file.name();
        if (!name.endsWith(".sql") && !name.endsWith(".sql.gz") && !isShell(file)) {
            return "init file " + name + " is neither .sql, .sql.gz nor .sh";
        }
        if (!isShell(file) || psql) {
            return null;
        }
        String[] lines = new String(file.content(), StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++) {
            String code = lines[i].strip();
            if (!code.startsWith("#") && code.contains("psql")) {
                return "init file " + name + ", line " + (i + 1) + ": it calls psql, which this machine does not have;"
                        + " install the PostgreSQL client, or put the statements into a .sql file";
            }
        }
        return null;
    }
}
