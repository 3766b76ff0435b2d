package dev.doppel.definition.files;

import dev.doppel.definition.files.MemoryTree.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Project folders as archives. Reading trusts nothing: no absolute or climbing paths, no links or devices, bounded entries, size
 * and compression; nothing is written to disk.
 */
public final class Bundles {
    /** Largest archive, and largest sum of its files. */
    public static final long MAX_BYTES = 100L * 1024 * 1024;

    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_RATIO = 200;
    private static final int MAX_PATH = 1_000;
    private static final long RATIO_FROM = 1024 * 1024;
    private static final int EXECUTABLE = 0100;

    private Bundles() {}

    /**
     * The files of a zip or tar.gz archive. When all of them lie below one directory that holds the project, that directory is the
     * root.
     *
     * @throws BundleException when the archive is damaged, hostile or too large
     */
    public static MemoryTree read(byte[] archive) throws BundleException {
        if (archive.length > MAX_BYTES) {
            throw new BundleException(
                    "bundle-too-large",
                    "the archive has " + archive.length + " bytes; at most " + MAX_BYTES + " are taken");
        }
        Intake intake = new Intake(archive.length);
        try {
            if (startsWith(archive, 'P', 'K')) {
                readZip(archive, intake);
            } else if (startsWith(archive, 0x1f, 0x8b)) {
                readTarGz(archive, intake);
            } else {
                throw new BundleException("bundle-format", "this is neither a zip nor a tar.gz archive");
            }
        } catch (IOException | IllegalArgumentException | UncheckedIOException damaged) {
            throw new BundleException("bundle-damaged", "the archive cannot be read: " + damaged.getMessage());
        }
        MemoryTree tree = MemoryTree.of(intake.files);
        return unwrapped(tree);
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 3 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    private static MemoryTree unwrapped(MemoryTree tree) {
        var top = tree.list("");
        boolean here = Locator.HOMES.stream().anyMatch(tree::isDirectory);
        boolean below = top.size() == 1
                && Locator.HOMES.stream().anyMatch(home -> tree.isDirectory(Paths.join(top.getFirst(), home)));
        return !here && below ? (MemoryTree) tree.below(top.getFirst()) : tree;
    }

    private static void readZip(byte[] archive, Intake intake) throws IOException, BundleException {
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(archive))
                .get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                if (entry.isUnixSymlink()) {
                    throw intake.refuse(
                            "bundle-link", entry.getName(), "is a link; put the file itself into the archive");
                }
                if (entry.isDirectory()) {
                    intake.path(entry.getName());
                    continue;
                }
                if (!zip.canReadEntryData(entry)) {
                    throw intake.refuse(
                            "bundle-format", entry.getName(), "is encrypted or packed by an unknown method");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    intake.take(entry.getName(), in, (entry.getUnixMode() & EXECUTABLE) != 0);
                }
            }
        }
    }

    private static void readTarGz(byte[] archive, Intake intake) throws IOException, BundleException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new Bounded(
                GzipCompressorInputStream.builder()
                        .setInputStream(new ByteArrayInputStream(archive))
                        .setDecompressConcatenated(true)
                        .get(),
                MAX_BYTES + MAX_ENTRIES * 2048L))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isSymbolicLink() || entry.isLink()) {
                    throw intake.refuse(
                            "bundle-link", entry.getName(), "is a link; put the file itself into the archive");
                }
                if (entry.isDirectory()) {
                    intake.path(entry.getName());
                } else if (isPlainFile(entry)) {
                    intake.take(entry.getName(), tar, (entry.getMode() & EXECUTABLE) != 0);
                } else {
                    throw intake.refuse("bundle-entry", entry.getName(), "is neither a file nor a directory");
                }
            }
        }
    }

    /** The library's own isFile() takes devices for files. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte flag = entry.getLinkFlag();
        return (flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    /**
     * A zip archive of some files of a project; equal content gives equal bytes. Paths that do not exist are left out.
     *
     * @throws IOException when a file cannot be read or the sum is larger than {@link #MAX_BYTES}
     */
    public static byte[] write(FileTree project, Collection<String> paths) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long total = 0;
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (String path : new TreeSet<>(paths)) {
                if (!(project.look(path) instanceof FileTree.Lookup.RegularFile file)) {
                    continue;
                }
                byte[] content = project.read(path, MAX_BYTES);
                total += content.length;
                if (total > MAX_BYTES) {
                    throw new IOException("the project's files have more than " + MAX_BYTES + " bytes together");
                }
                ZipArchiveEntry entry = new ZipArchiveEntry(path);
                entry.setTime(0);
                entry.setUnixMode(0100000 | (file.executable() ? 0755 : 0644));
                zip.putArchiveEntry(entry);
                zip.write(content);
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Takes files in and keeps the bounds. */
    private static final class Intake {
        private final Map<String, StoredFile> files = new TreeMap<>();
        private final long packed;
        private int entries;
        private long total;

        Intake(long packed) {
            this.packed = packed;
        }

        BundleException refuse(String code, String name, String why) {
            String shown = name.length() <= 200 ? name : name.substring(0, 200) + "...";
            return new BundleException(code, "'" + printable(shown) + "' " + why);
        }

        private static String printable(String text) {
            StringBuilder clean = new StringBuilder();
            text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
            return clean.toString();
        }

        String path(String name) throws BundleException {
            if (++entries > MAX_ENTRIES) {
                throw new BundleException("bundle-too-large", "the archive has more than " + MAX_ENTRIES + " entries");
            }
            boolean odd = name.isEmpty() || name.length() > MAX_PATH || name.indexOf('\\') >= 0;
            boolean climbs = ("/" + name + "/").contains("/../");
            boolean drive = name.length() > 1 && name.charAt(1) == ':';
            if (odd || climbs || drive || Paths.resolve("", name).isEmpty()) {
                throw refuse("bundle-path", name, "is no path inside the archive; use relative paths with '/'");
            }
            return Paths.resolve("", name).orElseThrow();
        }

        void take(String name, InputStream in, boolean executable) throws IOException, BundleException {
            String path = path(name);
            byte[] bytes = in.readNBytes((int) (MAX_BYTES - total) + 1);
            total += bytes.length;
            if (total > MAX_BYTES) {
                throw new BundleException(
                        "bundle-too-large", "the files of the archive have more than " + MAX_BYTES + " bytes together");
            }
            if (total > RATIO_FROM && total / MAX_RATIO > packed) {
                throw new BundleException(
                        "bundle-bomb", "the archive unpacks to more than " + MAX_RATIO + " times its size");
            }
            if (files.put(path, new StoredFile(bytes, executable)) != null) {
                throw refuse("bundle-path", name, "is in the archive twice");
            }
        }
    }

    /** Ends with an error where a compressed stream grows beyond reason between entries. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long limit) {
            this.in = in;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            spend(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            spend(Math.max(count, 0));
            return count;
        }

        private void spend(int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new IOException("it unpacks to more than " + MAX_BYTES + " bytes");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
