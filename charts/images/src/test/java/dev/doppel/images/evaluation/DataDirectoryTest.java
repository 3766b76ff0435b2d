package dev.doppel.images.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path directory;

    private Path archive;

    @BeforeEach
    void pack() throws Exception {
        Path made = Files.createDirectories(directory.resolve("made"));
        Files.createDirectories(made.resolve("pg_notify"));
        Files.createDirectories(made.resolve("base/1"));
        Files.writeString(made.resolve("base/1/112"), "pages");
        Files.writeString(made.resolve("pg_hba.conf"), "local all all trust\n");
        Files.writeString(made.resolve("PG_VERSION"), "18\n");
        archive = directory.resolve("data.zip");
        DataDirectory.pack(made, archive);
    }

    @Test
    void whatWasPackedIsThereWithItsEmptyDirectoriesForNobodyElse() throws Exception {
        Path data = directory.resolve("volume/doppel/data");
        DataDirectory.unpack(archive, data, fresh -> {});
        assertThat(data.resolve("pg_notify")).isEmptyDirectory();
        assertThat(data.resolve("base/1/112")).hasContent("pages");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(data.resolve("pg_hba.conf"))
                .content()
                .doesNotContain("trust")
                .contains("host all all all scram-sha-256");
    }

    @Test
    void aDirectoryIsWholeOrNotThere() throws Exception {
        Path data = directory.resolve("volume/data");
        assertThatThrownBy(() -> DataDirectory.unpack(archive, data, fresh -> {
                    throw new java.io.IOException("killed here");
                }))
                .hasMessage("killed here");
        assertThat(data).doesNotExist();
        DataDirectory.unpack(
                archive, data, fresh -> assertThat(fresh.resolve("PG_VERSION")).exists());
        assertThat(data.resolve("PG_VERSION")).exists();
        assertThat(Files.list(data.getParent())).as("no left-overs").containsExactly(data);
    }

    @Test
    void namesAndPasswordsAreQuoted() {
        assertThat(DataDirectory.statements("o\"k", "it's", "d b"))
                .isEqualTo("CREATE ROLE \"o\"\"k\" SUPERUSER LOGIN PASSWORD 'it''s'\n"
                        + "CREATE DATABASE \"d b\" OWNER \"o\"\"k\"\n");
        assertThat(DataDirectory.statements("postgres", "x", "postgres"))
                .isEqualTo("ALTER ROLE postgres PASSWORD 'x'\n");
        assertThatThrownBy(() -> DataDirectory.statements("a", "b\nDROP TABLE x", "c"))
                .hasMessageContaining("line breaks");
    }
}
