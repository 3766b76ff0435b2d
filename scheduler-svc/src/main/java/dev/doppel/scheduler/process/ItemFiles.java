package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Lays out the files that only one item sees, so that the overlays of {@link MountPlan} show them in their places. Confined to one call. */
final class ItemFiles {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<String> OURS = Set.of("proc", "sys", "dev", "tmp", "doppel", "ca-bundle", ".old");

    private final String item;
    private final Path directory;
    private final HostDirectories host;
    private final Set<String> covered = new TreeSet<>();

    ItemFiles(String item, Path directory, HostDirectories host) throws IOException {
        this.item = item;
        this.directory = directory;
        this.host = host;
        Files.createDirectories(directory);
        createDirectory(directory.resolve("root"));
    }

    /** Top directories that have files of the item's own. */
    Set<String> covered() {
        return Set.copyOf(covered);
    }

    /** The user's {@code mountFiles}. */
    void mounts(Map<String, byte[]> mounts) throws IOException {
        for (Map.Entry<String, byte[]> mount : mounts.entrySet()) {
            String target = mount.getKey();
            List<String> parts = List.of(target.split("/", -1));
            boolean sane = target.startsWith("/")
                    && parts.size() > 1
                    && parts.subList(1, parts.size()).stream()
                            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
                    && target.indexOf('\0') < 0;
            if (!sane || OURS.contains(parts.get(1))) {
                throw new EnvironmentFailure(
                        item,
                        "item " + item + ": a file cannot be mounted at '" + target
                                + "': the target must be an absolute path, outside of /proc, /sys, /dev, /tmp and /doppel",
                        List.of());
            }
            byte[] content = mount.getValue();
            Path file = put(target.substring(1), content);
            if (content.length > 1 && content[0] == '#' && content[1] == '!') {
                Files.setPosixFilePermissions(file, DIRECTORY);
            }
        }
    }

    /** Names and accounts: what the resolver and the C library look at. */
    void identity(String ownAddress, String nameServer, int uid) throws IOException {
        put("etc/resolv.conf", "nameserver " + nameServer + "\nsearch .\noptions ndots:0\n");
        put("etc/hosts", "127.0.0.1 localhost\n" + ownAddress + " " + item + "\n");
        put("etc/hostname", item + "\n");
        put("etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\n");
        put(
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\nitem:x:" + uid + ":" + uid + "::/tmp/home:/bin/sh\n"
                        + "nobody:x:65534:65534:nobody:/nonexistent:/bin/sh\n");
        put("etc/group", "root:x:0:\nitem:x:" + uid + ":\nnogroup:x:65534:\n");
    }

    /** The places of spec 3.5, which lead to the trust files that {@link MountPlan#bind} shows below {@code /doppel/trust}. */
    void trustLinks() throws IOException {
        link("etc/ssl/certs/dokkimi-ca.crt", "/doppel/trust/ca.pem");
        link("ca-bundle/ca-bundle.crt", "/doppel/trust/ca-bundle.pem");
        link("ca-bundle/truststore.p12", "/doppel/trust/truststore.p12");
    }

    Path put(String path, String content) throws IOException {
        return put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a file at a path relative to the item's root. */
    Path put(String path, byte[] content) throws IOException {
        Path file = place(path);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, FILE);
        return file;
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(place(path), Path.of(target));
    }

    private Path place(String path) throws IOException {
        String top = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        String real = host.links().containsKey(top) ? host.links().get(top) + path.substring(top.length()) : path;
        String realTop = real.contains("/") ? real.substring(0, real.indexOf('/')) : real;
        Path base = directory.resolve("root");
        if (host.directories().contains(realTop)) {
            covered.add(realTop);
            base = directory.resolve("over");
        }
        List<String> names = List.of(real.split("/"));
        createDirectory(base);
        Path at = base;
        for (String name : names.subList(0, names.size() - 1)) {
            at = at.resolve(name);
            createDirectory(at);
        }
        return at.resolve(names.getLast());
    }

    private static void createDirectory(Path wanted) throws IOException {
        if (!Files.isDirectory(wanted)) {
            Files.createDirectory(wanted);
            Files.setPosixFilePermissions(wanted, DIRECTORY);
        }
    }
}
