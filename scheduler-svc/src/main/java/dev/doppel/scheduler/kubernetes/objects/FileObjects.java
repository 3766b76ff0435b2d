package dev.doppel.scheduler.kubernetes.objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of one item as ConfigMaps, each below what a cluster takes: small files together, a large one in parts that the gate joins before the
 * item starts. Pure.
 *
 * @param maps to apply
 * @param volumes of the pod
 * @param mounts of the item, one per file, read-only
 * @param gateMounts of the gate, empty when nothing is to be joined
 */
record FileObjects(List<ConfigMap> maps, List<Volume> volumes, List<VolumeMount> mounts, List<VolumeMount> gateMounts) {
    /** Most bytes of one ConfigMap: 1 MiB is refused, and base64 makes a third more of it on the way. */
    static final int MOST = 900 * 1024;

    /** Most bytes of an environment's files together: they live in the cluster's own store. */
    static final long MOST_TOGETHER = 24L << 20;

    static final String PARTS = "/doppel/parts";
    static final String JOINED = "/doppel/joined";
    private static final int READ = 0444;
    private static final int RUN = 0555;

    /**
     * Plans the files of one item.
     *
     * @param index the item's number, for names
     * @param files absolute target path to content, in order
     */
    static FileObjects of(String namespace, Map<String, String> labels, int index, Map<String, byte[]> files) {
        Packer packer = new Packer(namespace, labels, index);
        List<VolumeMount> mounts = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String key = "f" + number++;
            boolean large = file.getValue().length > MOST;
            if (large) {
                packer.large(key, file.getValue());
            } else {
                packer.small(key, file.getValue());
            }
            mounts.add(new VolumeMountBuilder()
                    .withName(large ? "joined" : "files")
                    .withMountPath(file.getKey())
                    .withSubPath(key)
                    .withReadOnly(true)
                    .build());
        }
        return packer.packed(mounts);
    }

    private static final class Packer {
        private final String namespace;
        private final Map<String, String> labels;
        private final int index;
        private final List<ConfigMap> maps = new ArrayList<>();
        private final List<VolumeProjection> files = new ArrayList<>();
        private final List<VolumeProjection> parts = new ArrayList<>();
        private Map<String, byte[]> open = new LinkedHashMap<>();
        private int bytes;

        Packer(String namespace, Map<String, String> labels, int index) {
            this.namespace = namespace;
            this.labels = labels;
            this.index = index;
        }

        void small(String key, byte[] content) {
            if (bytes + content.length > MOST) {
                flush();
            }
            open.put(key, content);
            bytes += content.length;
        }

        void large(String key, byte[] content) {
            int part = 0;
            for (int at = 0; at < content.length; at += MOST) {
                byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + MOST));
                parts.add(map(Map.of("%s.%03d".formatted(key, part++), piece)));
            }
        }

        private void flush() {
            if (!open.isEmpty()) {
                files.add(map(open));
                open = new LinkedHashMap<>();
                bytes = 0;
            }
        }

        private VolumeProjection map(Map<String, byte[]> content) {
            String name = ObjectNames.files(index, maps.size());
            Map<String, String> encoded = new LinkedHashMap<>();
            List<KeyToPath> paths = new ArrayList<>();
            content.forEach((key, bytes) -> {
                encoded.put(key, Base64.getEncoder().encodeToString(bytes));
                paths.add(new KeyToPathBuilder()
                        .withKey(key)
                        .withPath(key)
                        .withMode(script(bytes) ? RUN : READ)
                        .build());
            });
            maps.add(new ConfigMapBuilder()
                    .withMetadata(NamespaceObjects.meta(name, namespace, labels))
                    .withImmutable(true)
                    .withBinaryData(encoded)
                    .build());
            return new VolumeProjectionBuilder()
                    .withNewConfigMap()
                    .withName(name)
                    .withItems(paths)
                    .endConfigMap()
                    .build();
        }

        FileObjects packed(List<VolumeMount> mounts) {
            flush();
            List<Volume> volumes = new ArrayList<>();
            List<VolumeMount> gateMounts = new ArrayList<>();
            if (!files.isEmpty()) {
                volumes.add(projected("files", files));
            }
            if (!parts.isEmpty()) {
                volumes.add(projected("parts", parts));
                volumes.add(new VolumeBuilder()
                        .withName("joined")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build());
                gateMounts.add(mount("parts", PARTS, true));
                gateMounts.add(mount("joined", JOINED, false));
            }
            return new FileObjects(List.copyOf(maps), volumes, mounts, gateMounts);
        }

        private static Volume projected(String name, List<VolumeProjection> sources) {
            return new VolumeBuilder()
                    .withName(name)
                    .withNewProjected()
                    .withSources(sources)
                    .endProjected()
                    .build();
        }

        private static VolumeMount mount(String name, String path, boolean readOnly) {
            return new VolumeMountBuilder()
                    .withName(name)
                    .withMountPath(path)
                    .withReadOnly(readOnly ? true : null)
                    .build();
        }

        private static boolean script(byte[] content) {
            return content.length > 1 && content[0] == '#' && content[1] == '!';
        }
    }
}
