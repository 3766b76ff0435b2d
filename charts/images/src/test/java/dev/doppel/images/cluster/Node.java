package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.images.Archive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a kubelet does to start a pod of one container: its image's files, its variables, its volumes from Secrets and ConfigMaps, the service
 * account, names in {@code /etc/hosts} (there is no cluster DNS here). Thread-safe.
 */
final class Node implements AutoCloseable {
    static final String SECRETS = "api/v1/namespaces/" + Release.NAMESPACE + "/secrets";
    static final String CONFIG_MAPS = "api/v1/namespaces/" + Release.NAMESPACE + "/configmaps";

    private final Path images;
    private final Path work;
    private final Store store;
    private final Path account;
    private final Map<String, String> names;
    private final List<Container.Mount> shared;
    private final Map<String, Archive> unpacked = new ConcurrentHashMap<>();
    private int earlier;
    private final List<Container> started = new ArrayList<>();

    /**
     * @param images directory of archives
     * @param account files of a service account
     * @param names host names and their addresses
     * @param shared further mounts of every container
     */
    Node(Path images, Path work, Store store, Path account, Map<String, String> names, List<Container.Mount> shared) {
        this.images = images;
        this.work = work;
        this.store = store;
        this.account = account;
        this.names = names;
        this.shared = List.copyOf(shared);
    }

    /** @param address empty for a pod that nobody may reach and that reaches nobody */
    synchronized Container start(Release.Pod pod, String address) throws IOException {
        Path home = Files.createDirectories(work.resolve("pods/" + pod.name()));
        Archive image = unpacked.computeIfAbsent(pod.archive(), this::unpack);
        JsonNode spec = pod.spec();
        JsonNode container = pod.container();
        long user = number("runAsUser", image.user(), container, spec);
        long group = number("fsGroup", number("runAsGroup", user, container, spec), container, spec);
        refuse(pod, user);
        List<Container.Mount> mounts = new ArrayList<>(shared);
        for (JsonNode mount : container.path("volumeMounts")) {
            mounts.add(mount(home, spec, mount, group));
        }
        if (spec.path("automountServiceAccountToken").asBoolean()) {
            mounts.add(new Container.Mount(account, "/var/run/secrets/kubernetes.io/serviceaccount"));
        }
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        names.forEach((name, at) -> hosts.append(at).append(' ').append(name).append('\n'));
        mounts.add(new Container.Mount(Files.writeString(home.resolve("hosts"), hosts), "/etc/hosts"));
        mounts.add(new Container.Mount(
                Files.writeString(home.resolve("resolv.conf"), "nameserver 10.244.0.1\n"), "/etc/resolv.conf"));
        List<String> command = new ArrayList<>(words(container.path("command")));
        if (command.isEmpty()) {
            command.addAll(image.entrypoint());
        }
        command.addAll(words(container.path("args")));
        Map<String, String> environment = new TreeMap<>(image.environment());
        environment.putAll(variables(pod, address));
        if (Files.exists(log(pod.name()))) {
            Files.move(log(pod.name()), work.resolve("pods/" + pod.name() + "." + ++earlier + ".log"));
        }
        Container made = Container.start(
                new Container.Wanted(pod.name(), image.root(), address, user, group, mounts, command, environment),
                log(pod.name()));
        started.add(made);
        return made;
    }

    Path log(String pod) {
        return work.resolve("pods/" + pod + ".log");
    }

    private Archive unpack(String archive) {
        try {
            return Archive.unpack(images.resolve(archive + ".tar"), work.resolve("images/" + archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a strict cluster would not let pass, and what this one does not know how to do. */
    private static void refuse(Release.Pod pod, long user) {
        JsonNode security = pod.container().path("securityContext");
        boolean strict = user != 0
                && security.path("readOnlyRootFilesystem").asBoolean()
                && !security.path("allowPrivilegeEscalation").asBoolean(true)
                && security.path("capabilities").path("drop").toString().equals("[\"ALL\"]")
                && !security.path("capabilities").has("add");
        if (!strict) {
            throw new IllegalStateException(
                    pod.name() + " asks for more than this node gives: user " + user + ", " + security);
        }
    }

    private static long number(String key, long otherwise, JsonNode container, JsonNode spec) {
        JsonNode own = container.path("securityContext").path(key);
        return own.isNumber()
                ? own.asLong()
                : spec.path("securityContext").path(key).asLong(otherwise);
    }

    private Map<String, String> variables(Release.Pod pod, String address) {
        Map<String, String> all = new TreeMap<>();
        all.put("HOSTNAME", pod.name());
        all.put("KUBERNETES_SERVICE_HOST", "10.244.0.1");
        all.put("KUBERNETES_SERVICE_PORT", "6443");
        for (JsonNode from : pod.container().path("envFrom")) {
            all.putAll(Release.strings(
                    needed(CONFIG_MAPS, from.path("configMapRef").path("name").asText())
                            .path("data")));
        }
        for (JsonNode one : pod.container().path("env")) {
            JsonNode from = one.path("valueFrom");
            String value = one.path("value").asText();
            if (from.has("secretKeyRef")) {
                JsonNode reference = from.path("secretKeyRef");
                value = new String(
                        secret(
                                reference.path("name").asText(),
                                reference.path("key").asText()),
                        StandardCharsets.UTF_8);
            } else if (from.has("fieldRef")) {
                value = switch (from.path("fieldRef").path("fieldPath").asText()) {
                    case "metadata.name" -> pod.name();
                    case "metadata.namespace" -> Release.NAMESPACE;
                    case "status.podIP" -> address;
                    default -> throw new IllegalStateException("unknown field: " + from);
                };
            }
            all.put(one.path("name").asText(), value);
        }
        return all;
    }

    private JsonNode needed(String collection, String name) {
        JsonNode found = store.get(collection, name);
        if (!found.isObject()) {
            throw new IllegalStateException("no " + collection + "/" + name);
        }
        return found;
    }

    private byte[] secret(String name, String key) {
        JsonNode value = needed(SECRETS, name).path("data").path(key);
        if (!value.isTextual()) {
            throw new IllegalStateException("Secret " + name + " has no key " + key);
        }
        return Base64.getDecoder().decode(value.asText());
    }

    private Container.Mount mount(Path home, JsonNode spec, JsonNode mount, long group) throws IOException {
        String name = mount.path("name").asText();
        JsonNode volume = null;
        for (JsonNode one : spec.path("volumes")) {
            volume = one.path("name").asText().equals(name) ? one : volume;
        }
        String to = mount.path("mountPath").asText();
        if (volume == null || volume.has("emptyDir")) {
            return new Container.Mount(null, to);
        }
        Path directory = Files.createDirectories(home.resolve("volumes/" + name));
        if (volume.has("secret")) {
            JsonNode source = volume.path("secret");
            String from = source.path("secretName").asText();
            Map<String, String> items = new TreeMap<>();
            needed(SECRETS, from).path("data").properties().forEach(one -> items.put(one.getKey(), one.getKey()));
            if (source.has("items")) {
                items.clear();
                source.path("items")
                        .forEach(one -> items.put(
                                one.path("key").asText(), one.path("path").asText()));
            }
            for (Map.Entry<String, String> item : items.entrySet()) {
                Path file = directory.resolve(item.getValue());
                Files.write(file, secret(from, item.getKey()));
                Files.setAttribute(file, "unix:gid", (int) group);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
            }
        } else {
            JsonNode map =
                    needed(CONFIG_MAPS, volume.path("configMap").path("name").asText());
            for (Map.Entry<String, String> one :
                    Release.strings(map.path("data")).entrySet()) {
                Files.writeString(directory.resolve(one.getKey()), one.getValue());
            }
            for (Map.Entry<String, String> one :
                    Release.strings(map.path("binaryData")).entrySet()) {
                Files.write(directory.resolve(one.getKey()), Base64.getDecoder().decode(one.getValue()));
            }
        }
        return new Container.Mount(
                mount.has("subPath") ? directory.resolve(mount.path("subPath").asText()) : directory, to);
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Puts the state of a pod's container where its watchers see it. */
    void report(String collection, String pod, String phase, String address, ObjectNode state) {
        if (store.get(collection, pod) instanceof ObjectNode object) {
            ObjectNode status = object.putObject("status").put("phase", phase).put("podIP", address);
            ObjectNode container = status.putArray("containerStatuses").addObject();
            container
                    .put("name", "item")
                    .put("image", "item")
                    .put("imageID", "sha256:0")
                    .put("ready", false);
            container.put("restartCount", 0).set("state", state);
            store.put(collection, object);
        }
    }

    @Override
    public synchronized void close() {
        started.reversed().forEach(Container::close);
    }
}
