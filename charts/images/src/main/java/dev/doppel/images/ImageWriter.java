package dev.doppel.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Writes an image as an OCI archive. Files have one owner (root) and one time, so equal contents give equal digests. */
final class ImageWriter {
    private final String base;
    private final Path caches;

    /**
     * @param base {@code scratch}, an image's name, or {@code tar://} with the path of an archive
     * @param caches directory for layers
     */
    ImageWriter(String base, Path caches) {
        this.base = base;
        this.caches = caches;
    }

    /**
     * Writes.
     *
     * @param root file system to begin with, null when the base brings one
     * @param recorded what was recorded of the start, null for none
     */
    void write(ImagePlan plan, @Nullable Path root, @Nullable Path recorded, Path archive) throws IOException {
        try {
            JibContainerBuilder builder = base.equals("scratch") ? Jib.fromScratch() : Jib.from(base);
            builder.setFormat(ImageFormat.OCI)
                    .setCreationTime(Trees.TIME)
                    .setUser(plan.user() + ":" + plan.user())
                    .setWorkingDirectory(AbsoluteUnixPath.get(ImagePlan.APP))
                    .setEnvironment(plan.environment())
                    .addEnvironmentVariable("PATH", "/opt/java/bin:/usr/local/bin:/usr/bin:/bin")
                    .setEntrypoint(plan.entrypoint());
            if (plan.port() != 0) {
                builder.addExposedPort(Port.tcp(plan.port()));
            }
            if (root != null) {
                builder.addFileEntriesLayer(layer("base", root, "", Set.of()));
            }
            Set<Path> seen = new HashSet<>();
            for (Map.Entry<String, Path> one : plan.layers().entrySet()) {
                builder.addFileEntriesLayer(layer(one.getKey(), one.getValue(), one.getKey(), seen));
                seen.addAll(Trees.files(one.getValue()));
            }
            if (recorded != null) {
                builder.addFileEntriesLayer(FileEntriesLayer.builder()
                        .setName("start")
                        .addEntry(
                                recorded,
                                AbsoluteUnixPath.get(ImagePlan.CACHE),
                                FilePermissions.DEFAULT_FILE_PERMISSIONS,
                                Trees.TIME)
                        .build());
            }
            Files.createDirectories(archive.getParent());
            builder.containerize(Containerizer.to(TarImage.at(archive).named(plan.name()))
                    .setApplicationLayersCache(caches.resolve("application"))
                    .setBaseImageLayersCache(caches.resolve("base"))
                    .setToolName("doppel"));
            ContainerdName.addTo(archive);
        } catch (InvalidImageReferenceException
                | CacheDirectoryCreationException
                | RegistryException
                | ExecutionException e) {
            throw new IOException(
                    "image " + plan.name() + " from " + base + " cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static FileEntriesLayer layer(String name, Path directory, String at, Set<Path> except) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Path file : Trees.files(directory)) {
            if (!except.contains(file)) {
                layer.addEntry(
                        file,
                        AbsoluteUnixPath.get(at + "/" + directory.relativize(file)),
                        FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644"),
                        Trees.TIME);
            }
        }
        return layer.build();
    }
}
