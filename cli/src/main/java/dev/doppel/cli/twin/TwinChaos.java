package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin chaos}: faults. */
@CommandLine.Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Make a twin slow, flaky or absent.",
        subcommands = {
            TwinChaos.Status.class,
            TwinChaos.Profiles.class,
            TwinChaos.Faults.class,
            TwinChaos.Apply.class,
            TwinChaos.Enable.class,
            TwinChaos.Disable.class,
            TwinChaos.CircuitBreaker.class
        })
final class TwinChaos {
    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** {@code chaos status}. */
    @CommandLine.Command(name = "status", description = "Print the faults in force, and what they did.")
    static final class Status extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            ObjectNode out = object();
            out.set("config", twin.get("/chaos"));
            out.set("stats", twin.get("/chaos/stats"));
            return Shown.json(out);
        }
    }

    /** {@code chaos profiles}. */
    @CommandLine.Command(name = "profiles", description = "List the ready-made profiles.")
    static final class Profiles extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get("/chaos/profiles");
            Table table = new Table("PROFILE", "WHAT IT DOES");
            found.path("profiles")
                    .forEach(one -> table.row(one.path("name").asText(), ChaosWords.of(one.path("config"))));
            return Shown.table(found, table);
        }
    }

    /** {@code chaos faults}. */
    @CommandLine.Command(name = "faults", description = "List the kinds of fault.")
    static final class Faults extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get("/chaos/faults");
            return Shown.line(
                    found,
                    StreamSupport.stream(found.path("faults").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining("\n")));
        }
    }

    /** {@code chaos apply}. */
    @CommandLine.Command(
            name = "apply",
            description = "Apply a profile, such as flaky or offline; 'chaos disable' ends it.")
    static final class Apply extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "PROFILE", description = "As 'chaos profiles' calls it.")
        private String profile = "";

        @Override
        Shown ask(AdminClient twin) {
            JsonNode applied = twin.post("/chaos/profiles/" + AdminClient.segment(profile) + "/apply", null);
            return Shown.line(applied, "The profile " + profile + " is in force: " + ChaosWords.of(applied) + ".");
        }
    }

    /** {@code chaos enable}. */
    @CommandLine.Command(
            name = "enable",
            description = "Put faults in force: from options, or a whole configuration with --config.")
    static final class Enable extends TwinAsk {
        @CommandLine.Option(
                names = "--config",
                paramLabel = "JSON",
                description = "As PUT /chaos takes it, or @FILE with it.")
        private @Nullable String config;

        @CommandLine.Option(names = "--latency", paramLabel = "MIN-MAX", description = "Such as 50ms-200ms.")
        private @Nullable String latency;

        @CommandLine.Option(names = "--error-rate", paramLabel = "0..1", description = "Share of requests that fail.")
        private @Nullable Double errorRate;

        @CommandLine.Option(
                names = "--status",
                split = ",",
                paramLabel = "CODE",
                description = "What those answer. Default: 500.")
        private int[] statuses = {500};

        @CommandLine.Option(names = "--path", paramLabel = "REGEX", description = "Only paths that this finds.")
        private @Nullable String path;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode now = twin.put("/chaos", (config == null ? built() : JsonArgument.of(config)).toString());
            return Shown.line(now, "In force: " + ChaosWords.of(now) + ".");
        }

        private ObjectNode built() {
            ObjectNode out = object().put("enabled", true);
            ObjectNode globals = path == null ? out : object();
            ArrayNode faults = JsonNodeFactory.instance.arrayNode();
            if (latency != null) {
                int dash = latency.indexOf('-');
                ObjectNode delay = object().put("min", dash < 0 ? latency : latency.substring(0, dash))
                        .put("max", dash < 0 ? latency : latency.substring(dash + 1));
                globals.set("latency", delay);
                faults.addObject().put("type", "latency").set("config", delay);
            }
            if (errorRate != null) {
                ObjectNode errors = object();
                for (int status : statuses) {
                    errors.withArray("statusCodes").add(status);
                }
                faults.addObject()
                        .put("type", "error")
                        .put("probability", errorRate)
                        .set("config", errors.deepCopy());
                errors.put("probability", errorRate);
                globals.set("errorRate", errors);
            }
            if (path != null) {
                out.withArray("rules").addObject().put("pathPattern", path).set("faults", faults);
            }
            return out;
        }
    }

    /** {@code chaos disable}. */
    @CommandLine.Command(name = "disable", description = "End all faults.")
    static final class Disable extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            return Shown.line(twin.put("/chaos", "{\"enabled\":false}"), "No faults are in force.");
        }
    }

    /** {@code chaos circuit-breaker}. */
    @CommandLine.Command(name = "circuit-breaker", description = "Trip or reset a circuit breaker.")
    static final class CircuitBreaker extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "trip|reset",
                description = "Let it refuse all calls now, or close it.")
        private String what = "";

        @CommandLine.Parameters(index = "1", paramLabel = "KEY", description = "RULE:FAULT, both counted from 0.")
        private String key = "";

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(twin.post(
                    "/chaos/circuit-breakers/" + AdminClient.segment(key) + "/" + AdminClient.segment(what), null));
        }
    }
}
