package dev.doppel.definition.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.testkit.archive.OneEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        MemoryTree project =
                MemoryTree.ofTexts(Map.of(".dokkimi/a.yaml", "name: a\n", "run.sh", "echo\n", "not.txt", "x"));
        byte[] bundle = Bundles.write(project, List.of(".dokkimi/a.yaml", "run.sh", "missing"));
        MemoryTree read = Bundles.read(bundle);
        assertThat(read.list("")).containsExactly(".dokkimi", "run.sh");
        assertThat(read.look("run.sh")).isEqualTo(new FileTree.Lookup.RegularFile(5, true));
        assertThat(read.read(".dokkimi/a.yaml", 100)).isEqualTo(bytes("name: a\n"));
        assertThat(Bundles.write(project, List.of("run.sh", ".dokkimi/a.yaml"))).isEqualTo(bundle);
    }

    @Test
    void tarIsReadAndOneDirectoryAroundTheProjectIsTakenOff() throws Exception {
        MemoryTree read =
                Bundles.read(OneEntry.tarGz(new TarArchiveEntry("./shop/.dokkimi/a.yaml"), bytes("name: a\n")));
        assertThat(read.isFile(".dokkimi/a.yaml")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "C:/x", "a\\..\\x", "a/.."})
    void pathsThatLeaveAreRefused(String name) throws IOException {
        byte[] zip = OneEntry.zip(name, bytes("x"), 0100644);
        assertThatThrownBy(() -> Bundles.read(zip))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("path");
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        byte[] tar = OneEntry.tarGz(entry, bytes("x"));
        assertThatThrownBy(() -> Bundles.read(tar)).isInstanceOf(BundleException.class);
    }

    @Test
    void linksAndDevicesAreRefused() throws IOException {
        byte[] zipLink = OneEntry.zip("link", bytes("/etc/passwd"), 0120777);
        assertThatThrownBy(() -> Bundles.read(zipLink)).hasMessageContaining("link");
        for (byte type :
                new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO}) {
            TarArchiveEntry entry = new TarArchiveEntry("odd", type);
            entry.setLinkName("/etc/passwd");
            byte[] tar = OneEntry.tarGz(entry, new byte[0]);
            assertThatThrownBy(() -> Bundles.read(tar)).isInstanceOf(BundleException.class);
        }
    }

    @Test
    void bombsAreRefusedEarly() throws IOException {
        byte[] zeros = new byte[64 * 1024 * 1024];
        byte[] zip = OneEntry.zip("zeros", zeros, 0100644);
        assertThat(zip.length).isLessThan(100_000);
        assertThatThrownBy(() -> Bundles.read(zip)).hasMessageContaining("times its size");
        byte[] tar = OneEntry.tarGz(new TarArchiveEntry("zeros"), zeros);
        assertThatThrownBy(() -> Bundles.read(tar)).hasMessageContaining("times its size");
        assertThatThrownBy(() -> Bundles.read(new byte[(int) Bundles.MAX_BYTES + 1]))
                .hasMessageContaining("at most 104857600");
    }

    @Test
    void manyEntriesAndTwinsAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (int i = 0; i < 20_001; i++) {
                zip.putArchiveEntry(new ZipArchiveEntry("f" + i));
                zip.closeArchiveEntry();
            }
        }
        assertThatThrownBy(() -> Bundles.read(bytes.toByteArray())).hasMessageContaining("20000 entries");
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(twice)) {
            for (String name : List.of("a", "./a")) {
                zip.putArchiveEntry(new ZipArchiveEntry(name));
                zip.closeArchiveEntry();
            }
        }
        assertThatThrownBy(() -> Bundles.read(twice.toByteArray())).hasMessageContaining("twice");
    }

    @Test
    void damagedArchivesAreRefusedNeverThrow() throws IOException {
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] zip = OneEntry.zip(".dokkimi/a.yaml", bytes("name: a\nitems: []\n".repeat(50)), 0100644);
        byte[] tar = OneEntry.tarGz(new TarArchiveEntry(".dokkimi/a.yaml"), bytes("name: a\n".repeat(50)));
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = (i % 2 == 0 ? zip : tar).clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt();
            }
            try {
                Bundles.read(damaged);
            } catch (BundleException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThatThrownBy(() -> Bundles.read(bytes("hello world"))).hasMessageContaining("neither a zip nor a tar.gz");
        assertThatThrownBy(() -> Bundles.read(new byte[0])).isInstanceOf(BundleException.class);
    }
}
