package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.history.RunFolder;
import dev.doppel.contract.codec.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel status}. */
@CommandLine.Command(
        name = "status",
        description = "Show whether the platform is up, its runs, and the latest runs on this machine.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @CommandLine.Mixin
    private final ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws Exception {
        ObjectNode status = MessageCodec.json().createObjectNode();
        Optional<PlatformClient> up = server.remoteOrUp();
        status.put("up", up.isPresent());
        if (up.isPresent()) {
            status.put("address", up.get().address().base().toString());
            try (PlatformClient client = up.get()) {
                status.put("ready", client.ready());
                if (!client.isElsewhere()) {
                    status.put("meters", up.get().address().base() + "/q/metrics");
                }
                client.glance("/api/v1/platform").ifPresent(platform -> status.set("platform", platform));
                Optional<JsonNode> runs = client.glance("/api/v1/runs");
                runs.ifPresent(all -> status.set("runs", all));
                if (runs.isEmpty() && !status.path("ready").asBoolean() && client.isElsewhere()) {
                    throw new CliFailure(
                            ExitCode.ENVIRONMENT,
                            "The platform at " + client.address().base() + " does not answer, or not to this token.");
                }
            }
        }
        List<RunFolder> folders = RunFolder.all(Here.directories().runs(), "").stream()
                .limit(SHOWN)
                .toList();
        folders.forEach(folder -> folder.read("run.json").ifPresent(text -> add(status, text, folder)));
        if (json) {
            System.out.println(
                    MessageCodec.json().writerWithDefaultPrettyPrinter().writeValueAsString(status));
            return 0;
        }
        String readiness = status.path("ready").asBoolean() ? "" : ", not ready";
        System.out.println(up.map(a -> "Platform: up at " + a.address().base() + readiness)
                .orElse("Platform: not up ('doppel run' starts one for its run)"));
        if (status.has("meters")) {
            System.out.println("Its meters: " + status.path("meters").asText());
        }
        if (status.has("platform")) {
            System.out.println("Its parts, each a process of its own:");
            Parts.lines(status.path("platform")).forEach(System.out::println);
        }
        Underway.lines(status.path("runs")).forEach(System.out::println);
        System.out.println(status.has("history") ? "Latest runs:" : "No runs on this machine yet.");
        for (JsonNode run : status.path("history")) {
            System.out.printf(
                    "  %-13s %-20s %s%n",
                    word(run), run.path("project").asText(), run.path("folder").asText());
        }
        return 0;
    }

    /** Its verdict; a run that left definitions out because they have errors has not simply passed. */
    private static String word(JsonNode run) {
        String verdict = run.path("verdict").asText();
        return "PASSED".equals(verdict) && !run.path("invalid").isEmpty() ? "INVALID" : verdict;
    }

    private static void add(ObjectNode status, String text, RunFolder folder) {
        try {
            ObjectNode run = (ObjectNode) MessageCodec.json().readTree(text);
            run.put("folder", folder.path().toString());
            status.withArray("history").add(run);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // a folder that a killed run left half written
        }
    }
}
