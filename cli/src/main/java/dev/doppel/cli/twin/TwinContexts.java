package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Admin APIs by name, in {@code twin-contexts.json} of the state folder, which its owner alone can read (it holds keys). Not thread-safe;
 * two commands that write at once leave the one or the other's file, never half of one.
 */
final class TwinContexts {
    /** The name of no context at all: the twins of this machine. */
    static final String LOCAL = "local";

    static final Context HERE = new Context(LOCAL, null, null, null);

    /**
     * One admin API, and what of it is meant.
     *
     * @param adminUrl null for {@link #LOCAL}, which is no place of its own
     * @param key what it asks for, or null
     * @param workspace the one that is meant unless a command says otherwise, or null
     */
    record Context(
            String name,
            @Nullable String adminUrl,
            @Nullable String key,
            @Nullable String workspace) {
        /** Without the key itself. */
        ObjectNode shown(boolean current) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("name", name)
                    .put("current", current)
                    .put("adminUrl", adminUrl)
                    .put("key", key != null)
                    .put("workspace", workspace);
        }
    }

    private final Path file;
    private final Map<String, Context> all = new TreeMap<>();
    private String current = LOCAL;

    private TwinContexts(Path file) {
        this.file = file;
    }

    /** What is kept for this user. */
    static TwinContexts open() {
        return open(TwinTarget.directories().state().resolve("twin-contexts.json"));
    }

    /** What a file keeps; one that is not there keeps nothing. */
    static TwinContexts open(Path file) {
        TwinContexts out = new TwinContexts(file);
        if (Files.exists(file)) {
            try {
                JsonNode json = MessageCodec.json().readTree(Files.readAllBytes(file));
                json.path("contexts")
                        .fields()
                        .forEachRemaining(entry -> out.all.put(
                                entry.getKey(),
                                new Context(
                                        entry.getKey(),
                                        text(entry.getValue(), "adminUrl"),
                                        text(entry.getValue(), "key"),
                                        text(entry.getValue(), "workspace"))));
                out.current = json.path("current").asText(LOCAL);
            } catch (IOException e) {
                throw new CliFailure(
                        ExitCode.USAGE, file + " cannot be read: " + e.getMessage() + ". Mend it, or remove it.");
            }
        }
        return out;
    }

    private static @Nullable String text(JsonNode object, String member) {
        return object.hasNonNull(member) ? object.path(member).asText() : null;
    }

    Map<String, Context> all() {
        return all;
    }

    /** The name of the one that is used when no other is said. */
    String current() {
        return current;
    }

    /**
     * By name.
     *
     * @param name null for the current one
     * @throws CliFailure when there is none of that name
     */
    Context find(@Nullable String name) {
        String wanted = name == null ? current : name;
        if (wanted.equals(LOCAL)) {
            return HERE;
        }
        Context found = all.get(wanted);
        if (found == null) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "There is no context " + wanted + "; known: " + LOCAL
                            + (all.isEmpty() ? "" : ", " + String.join(", ", all.keySet()))
                            + ". Make it with: doppel twin context add " + wanted + " --admin-url URL");
        }
        return found;
    }

    /** Keeps one, in the place of one with its name. */
    void put(Context context) {
        if (!context.name().matches("[A-Za-z0-9._-]{1,64}") || context.name().equals(LOCAL)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "A context's name is 1 to 64 letters, digits, . - and _, and not " + LOCAL + ": " + context.name());
        }
        all.put(context.name(), context);
        write();
    }

    void use(String name) {
        current = find(name).name();
        write();
    }

    /** Forgets one; when it was the current one, the twins of this machine are. */
    void remove(String name) {
        find(name);
        if (all.remove(name) == null) {
            throw new CliFailure(ExitCode.USAGE, LOCAL + " is always there: it means the twins of this machine.");
        }
        current = current.equals(name) ? LOCAL : current;
        write();
    }

    private void write() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("current", current);
        ObjectNode contexts = json.putObject("contexts");
        all.forEach((name, context) -> {
            ObjectNode one = contexts.putObject(name).put("adminUrl", context.adminUrl());
            if (context.key() != null) {
                one.put("key", context.key());
            }
            if (context.workspace() != null) {
                one.put("workspace", context.workspace());
            }
        });
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path draft = Files.createTempFile(
                    folder,
                    "contexts",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    draft, MessageCodec.json().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, file + " cannot be written: " + e.getMessage());
        }
    }
}
