package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin proxy start}. */
@CommandLine.Command(
        name = "start",
        description = {
            "Start the recording proxy of a running twin.",
            "The proxy's port is --proxy-port; --port says which twin, as everywhere. 'doppel twin record' is the same with --port for the proxy's."
        })
final class TwinProxyStart extends TwinAsk {
    @CommandLine.Mixin
    private final Settings settings = new Settings();

    @CommandLine.Mixin
    private final Secrets secrets = new Secrets();

    @CommandLine.Option(
            names = "--proxy-port",
            paramLabel = "PORT",
            description = "Where programs reach the proxy, 0 for any free port. Default: 8888.")
    private int proxyPort = 8888;

    @Override
    Shown ask(AdminClient twin) {
        return settings.start(twin, proxyPort, secrets);
    }

    /** Whom a recorder believes, and what it takes for a secret. */
    static final class Secrets {
        @CommandLine.Option(
                names = "--ca-file",
                paramLabel = "FILE",
                description =
                        "Authorities (PEM) to trust beside the public ones, for an API with a certificate of its own.")
        private @Nullable Path caFile;

        @CommandLine.Option(
                names = "--secret-word",
                paramLabel = "WORD",
                description = "A header, parameter or field whose name contains it holds a secret. May be repeated.")
        private List<String> words = List.of();

        @CommandLine.Option(
                names = "--secret-pattern",
                paramLabel = "REGEX",
                description = "Text of this form is a secret (RE2). May be repeated.")
        private List<String> patterns = List.of();

        @CommandLine.Option(
                names = "--secret-env",
                paramLabel = "NAME",
                description = "The value of this environment variable is a secret wherever it stands. May be repeated.")
        private List<String> variables = List.of();

        /** As arguments of the process of its own. */
        void arguments(List<String> out) {
            if (caFile != null) {
                out.add("--ca-file=" + caFile);
            }
            words.forEach(w -> out.add("--word=" + w));
            patterns.forEach(p -> out.add("--pattern=" + p));
            variables.forEach(v -> out.add("--secret-env=" + v));
        }

        /** As members of what the admin API is asked. */
        void fill(ObjectNode body) {
            if (caFile != null) {
                try {
                    body.put("caPem", Files.readString(caFile, StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new CliFailure(ExitCode.USAGE, caFile + " cannot be read: " + e.getMessage());
                }
            }
            words.forEach(body.putArray("secretWords")::add);
            patterns.forEach(body.putArray("secretPatterns")::add);
            ArrayNode values = body.putArray("secretValues");
            for (String variable : variables) {
                String value = System.getenv(variable);
                if (value != null && !value.isEmpty()) {
                    values.add(value);
                }
            }
        }
    }

    /** What else can be said at a start; {@code record} says the same. */
    static final class Settings {
        @CommandLine.Option(
                names = "--session",
                paramLabel = "NAME",
                description = "What its recordings are filed under, with the time behind it. Default: session.")
        private @Nullable String session;

        @CommandLine.Option(
                names = "--mode",
                paramLabel = "record|passthrough",
                description = "Record, or only pass on. Default: as it was before; at first record.")
        private @Nullable String mode;

        @CommandLine.Option(
                names = "--proxy-host",
                paramLabel = "ADDRESS",
                description = "Where it listens. Default: this machine only. At another address, whoever reaches it can"
                        + " call from this machine.")
        private @Nullable String host;

        @CommandLine.Option(
                names = "--ca",
                description = {
                    "Record HTTPS, with the CA of the twin's data folder, made when missing.",
                    "Default: recorded when the CA is there."
                })
        private boolean ca;

        @CommandLine.Option(names = "--no-ca", description = "Pass HTTPS on unrecorded.")
        private boolean noCa;

        @CommandLine.Mixin
        private final TwinProxy.Patterns patterns = new TwinProxy.Patterns();

        boolean any() {
            return session != null || mode != null || host != null || ca || noCa || patterns.any();
        }

        Shown start(AdminClient twin, int proxyPort, Secrets secrets) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("port", proxyPort);
            put(body, "session", session);
            put(body, "mode", mode);
            put(body, "host", host);
            if (ca && noCa) {
                throw new CliFailure(ExitCode.USAGE, "--ca and --no-ca exclude each other.");
            }
            if (ca || noCa) {
                body.put("ca", ca);
            }
            if (patterns.any()) {
                body.set("filters", patterns.json());
            }
            secrets.fill(body);
            JsonNode status = twin.post("/proxy/start", body.toString());
            return Shown.line(status, TwinProxy.told(status));
        }

        private static void put(ObjectNode body, String name, @Nullable String value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }
}
