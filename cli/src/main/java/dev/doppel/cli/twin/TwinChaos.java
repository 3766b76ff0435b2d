package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import java.util.concurrent.Callable;
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
final class TwinChaos implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
    }

    /** {@code chaos status}. */
    @CommandLine.Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Print the faults in force, and what they did.")
    static final class Status implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @Override
        public Integer call() {
            AdminClient client = target.client();
            ObjectNode out = MessageCodec.json().createObjectNode();
            out.set("config", client.get("/chaos"));
            out.set("stats", client.get("/chaos/stats"));
            Table.json(out);
            return 0;
        }
    }

    /** {@code chaos profiles}. */
    @CommandLine.Command(
            name = "profiles",
            mixinStandardHelpOptions = true,
            description = "List the ready-made profiles.")
    static final class Profiles implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @Override
        public Integer call() {
            JsonNode found = target.client().get("/chaos/profiles");
            if (target.json()) {
                Table.json(found);
                return 0;
            }
            Table table = new Table("PROFILE", "WHAT IT DOES");
            found.path("profiles")
                    .forEach(one -> table.row(
                            one.path("name").asText(), one.path("config").toString()));
            table.print();
            return 0;
        }
    }

    /** {@code chaos faults}. */
    @CommandLine.Command(name = "faults", mixinStandardHelpOptions = true, description = "List the kinds of fault.")
    static final class Faults implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @Override
        public Integer call() {
            JsonNode found = target.client().get("/chaos/faults");
            if (target.json()) {
                Table.json(found);
            } else {
                found.path("faults").forEach(one -> System.out.println(one.asText()));
            }
            return 0;
        }
    }

    /** {@code chaos apply}. */
    @CommandLine.Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Apply a profile, such as flaky or offline; 'chaos disable' ends it.")
    static final class Apply implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "PROFILE")
        private String profile = "";

        @Override
        public Integer call() {
            JsonNode applied = target.client().post("/chaos/profiles/" + AdminClient.segment(profile) + "/apply", null);
            if (target.json()) {
                Table.json(applied);
            } else {
                System.out.println("The profile " + profile + " is in force: " + applied);
            }
            return 0;
        }
    }

    /** {@code chaos enable}. */
    @CommandLine.Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            description = "Put faults in force: from options, or a whole configuration with --config.")
    static final class Enable implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

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
        public Integer call() {
            String body = config == null ? built().toString() : TwinStateful.jsonArgument(config);
            JsonNode now = target.client().put("/chaos", body);
            if (target.json()) {
                Table.json(now);
            } else {
                System.out.println("In force: " + now);
            }
            return 0;
        }

        private ObjectNode built() {
            ObjectNode out = MessageCodec.json().createObjectNode().put("enabled", true);
            ObjectNode globals = path == null ? out : MessageCodec.json().createObjectNode();
            var faults = MessageCodec.json().createArrayNode();
            if (latency != null) {
                int dash = latency.indexOf('-');
                ObjectNode delay = MessageCodec.json()
                        .createObjectNode()
                        .put("min", dash < 0 ? latency : latency.substring(0, dash))
                        .put("max", dash < 0 ? latency : latency.substring(dash + 1));
                globals.set("latency", delay);
                faults.addObject().put("type", "latency").set("config", delay);
            }
            if (errorRate != null) {
                ObjectNode errors = MessageCodec.json().createObjectNode();
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
    @CommandLine.Command(name = "disable", mixinStandardHelpOptions = true, description = "End all faults.")
    static final class Disable implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @Override
        public Integer call() {
            target.client().put("/chaos", "{\"enabled\":false}");
            System.out.println("No faults are in force.");
            return 0;
        }
    }

    /** {@code chaos circuit-breaker}. */
    @CommandLine.Command(
            name = "circuit-breaker",
            mixinStandardHelpOptions = true,
            description = "Trip or reset a circuit breaker.")
    static final class CircuitBreaker implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "trip|reset")
        private String what = "";

        @CommandLine.Parameters(index = "1", paramLabel = "KEY", description = "RULE:FAULT, both counted from 0.")
        private String key = "";

        @Override
        public Integer call() {
            Table.json(target.client()
                    .post(
                            "/chaos/circuit-breakers/" + AdminClient.segment(key) + "/" + AdminClient.segment(what),
                            null));
            return 0;
        }
    }
}
