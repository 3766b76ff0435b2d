package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin recordings}: what the recording proxy of a twin kept. */
@CommandLine.Command(
        name = "recordings",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What the recording proxy kept: list it, make mocks or twins of it, delete it.",
        subcommands = {
            TwinRecordings.All.class,
            TwinRecordings.Show.class,
            TwinRecordingsConvert.class,
            TwinRecordings.Export.class,
            TwinRecordings.Delete.class,
            TwinRecordings.Clear.class,
            TwinRecordings.Sessions.class
        })
final class TwinRecordings {
    /** Which recordings are meant. */
    static final class Choice {
        @CommandLine.Option(
                names = "--session",
                paramLabel = "ID",
                description = "Those of this session, or of the latest. Default: all sessions.")
        private @Nullable String session;

        @CommandLine.Option(names = "--method", paramLabel = "METHOD", description = "Those with this method.")
        private @Nullable String method;

        @CommandLine.Option(
                names = "--status",
                paramLabel = "STATUS",
                description = "Those that were answered so: 404, or a class such as 4xx.")
        private @Nullable String status;

        @CommandLine.Option(
                names = "--host",
                paramLabel = "PATTERN",
                description = "Those of such hosts; * stands for any text.")
        private @Nullable String host;

        @CommandLine.Option(
                names = "--path",
                paramLabel = "PATTERN",
                description = "Those of such paths; * stands for any text.")
        private @Nullable String path;

        private Map<String, String> members() {
            Map<String, String> out = new LinkedHashMap<>();
            put(out, "session", session);
            put(out, "method", method);
            put(out, "status", status);
            put(out, "host", host);
            put(out, "path", path);
            return out;
        }

        private static void put(Map<String, String> out, String name, @Nullable String value) {
            if (value != null) {
                out.put(name, value);
            }
        }

        /** A path with the choice as its query, and what else belongs there. */
        String in(String target, String... more) {
            List<String> parts = new ArrayList<>();
            members().forEach((name, value) -> parts.add(name + "=" + AdminClient.segment(value)));
            parts.addAll(List.of(more));
            return parts.isEmpty() ? target : target + "?" + String.join("&", parts);
        }

        ObjectNode json() {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            members().forEach(out::put);
            return out;
        }
    }

    private static String path(String id) {
        return "/recordings/" + AdminClient.segment(id);
    }

    /** {@code recordings list}. */
    @CommandLine.Command(name = "list", aliases = "ls", description = "List recordings, oldest first.")
    static final class All extends TwinAsk {
        @CommandLine.Mixin
        private final Choice choice = new Choice();

        @CommandLine.Option(names = "--limit", paramLabel = "NUMBER", description = "At most so many. Default: 100.")
        private int limit = 100;

        @CommandLine.Option(names = "--offset", paramLabel = "NUMBER", description = "Pass over so many first.")
        private int offset;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get(choice.in("/recordings", "limit=" + limit, "offset=" + offset));
            Table table = new Table("ID", "METHOD", "STATUS", "HOST", "PATH", "MS", "SESSION");
            found.path("recordings")
                    .forEach(one ->
                            table.row(one, "id", "method", "statusCode", "host", "path", "durationMs", "session"));
            int more =
                    found.path("total").asInt() - offset - found.path("count").asInt();
            return Shown.line(
                    found,
                    table.text()
                            + (more <= 0
                                    ? ""
                                    : "\n" + more + " more: --offset "
                                            + (offset + found.path("count").asInt())));
        }
    }

    /** {@code recordings show}. */
    @CommandLine.Command(
            name = "show",
            aliases = "get",
            description = "Print one as JSON, with warnings where it carried credentials.")
    static final class Show extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'recordings list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(twin.get(path(id)));
        }
    }

    /** {@code recordings export}. */
    @CommandLine.Command(name = "export", description = "Write recordings as one JSON document.")
    static final class Export extends TwinAsk {
        @CommandLine.Mixin
        private final Choice choice = new Choice();

        @CommandLine.Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Default: standard output.")
        private @Nullable Path output;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get(choice.in("/recordings/export"));
            if (output == null) {
                return Shown.json(found);
            }
            TwinProxy.write(output, found.toPrettyString() + "\n");
            return Shown.line(found, found.path("total").asText() + " recording(s) written to " + output + ".");
        }
    }

    /** {@code recordings delete}. */
    @CommandLine.Command(name = "delete", aliases = "rm", description = "Delete one recording.")
    static final class Delete extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'recordings list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            twin.delete(path(id));
            return Shown.done("The recording " + id + " is deleted.");
        }
    }

    /** {@code recordings clear}. */
    @CommandLine.Command(name = "clear", description = "Delete all recordings, or those that are chosen.")
    static final class Clear extends TwinAsk {
        @CommandLine.Mixin
        private final Choice choice = new Choice();

        @Override
        Shown ask(AdminClient twin) {
            JsonNode done = twin.delete(choice.in("/recordings"));
            return Shown.line(done, done.path("cleared").asText() + " recording(s) deleted.");
        }
    }

    /** {@code recordings sessions}. */
    @CommandLine.Command(
            name = "sessions",
            description =
                    "List the sessions that recordings are filed under, newest first; or begin, choose or delete one.")
    static final class Sessions extends TwinAsk {
        @CommandLine.ArgGroup(multiplicity = "0..1")
        private @Nullable Act act;

        /** What to do with one. */
        static final class Act {
            @CommandLine.Option(
                    names = "--begin",
                    paramLabel = "NAME",
                    description = "Begin one: recordings go there from now on.")
            private @Nullable String begin;

            @CommandLine.Option(
                    names = "--activate",
                    paramLabel = "ID",
                    description = "Let recordings go to this one from now on.")
            private @Nullable String activate;

            @CommandLine.Option(
                    names = "--delete",
                    paramLabel = "ID",
                    description = "Delete this one with its recordings.")
            private @Nullable String delete;
        }

        @Override
        Shown ask(AdminClient twin) {
            if (act != null && act.begin != null) {
                ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", act.begin);
                JsonNode made = twin.post("/sessions", body.toString());
                return Shown.line(made, "Recordings go to " + made.path("id").asText() + ".");
            }
            if (act != null && act.activate != null) {
                JsonNode now = twin.post("/sessions/" + AdminClient.segment(act.activate) + "/activate", null);
                return Shown.line(now, "Recordings go to " + now.path("id").asText() + ".");
            }
            if (act != null && act.delete != null) {
                twin.delete("/sessions/" + AdminClient.segment(act.delete));
                return Shown.done("The session " + act.delete + " is deleted.");
            }
            JsonNode found = twin.get("/sessions");
            Table table = new Table("ID", "STARTED", "RECORDINGS", "ACTIVE", "FOLDER");
            found.path("sessions").forEach(one -> table.row(one, "id", "startedAt", "recordings", "active", "folder"));
            return Shown.table(found, table);
        }
    }
}
