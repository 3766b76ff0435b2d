package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import dev.doppel.definition.model.Broker;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.HealthCheck;
import dev.doppel.definition.model.ItemHead;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DATABASE and BROKER items (spec 2.4, 2.5). */
final class DatabaseReader {
    private static final List<String> DATABASE_KEYS = List.of(
            "type",
            "name",
            "description",
            "stage",
            "database",
            "version",
            "image",
            "initFilePath",
            "initFilePaths",
            "initFileIds",
            "dbName",
            "dbUser",
            "dbPassword",
            "noAuth",
            "minCpu",
            "maxCpu",
            "minMemory",
            "maxMemory");
    private static final List<String> BROKER_KEYS = List.of(
            "type",
            "name",
            "description",
            "stage",
            "broker",
            "version",
            "image",
            "port",
            "healthCheck",
            "env",
            "command");
    private static final Pattern VERSION = Pattern.compile("[0-9][a-zA-Z0-9.-]*");

    private final ItemReader items;

    DatabaseReader(ItemReader items) {
        this.items = items;
    }

    Database database(MapNode map, String path) {
        Fields fields = new Fields(items.context(), map, path, DATABASE_KEYS);
        ItemHead head = items.head(fields, true);
        Database.Engine engine = engine(fields);
        String version = version(fields);
        String image = fields.filledText("image");
        if (version != null && image != null) {
            fields.error("exclusive", "version", "'version' and 'image' exclude each other", "keep one of them");
        }
        if (fields.has("initFileIds")) {
            fields.warning("legacy", "initFileIds", "'initFileIds' has no effect", "use initFilePaths");
        }
        return new Database(
                head,
                engine,
                version,
                image,
                initFiles(fields, engine),
                access(fields),
                ProgramReader.resources(fields));
    }

    private Database.Engine engine(Fields fields) {
        String advice = "one of postgres, mysql, mongodb, redis";
        String text = fields.requiredText("database", advice);
        Database.Engine engine = Arrays.stream(Database.Engine.values())
                .filter(candidate -> candidate.text().equals(text))
                .findFirst()
                .orElse(null);
        if (engine == null) {
            if (text != null) {
                fields.error("enum", "database", "unknown database '" + Show.shorten(text) + "'", advice);
            }
            return Database.Engine.POSTGRES;
        }
        items.context()
                .require(
                        switch (engine) {
                            case POSTGRES -> Capabilities.Construct.POSTGRES;
                            case MYSQL -> Capabilities.Construct.MYSQL;
                            case MONGODB -> Capabilities.Construct.MONGODB;
                            case REDIS -> Capabilities.Construct.REDIS;
                        },
                        fields.keyAt("database"),
                        fields.path("database"));
        return engine;
    }

    private @Nullable String version(Fields fields) {
        String version = fields.scalarText("version");
        if (version != null && !VERSION.matches(version)) {
            fields.error(
                    "version",
                    "version",
                    "'version' is '" + Show.shorten(version) + "'",
                    "it begins with a digit and holds letters, digits, '.' and '-', such as 15 or 15.4");
            return null;
        }
        if (version != null && fields.node("version") instanceof ScalarNode scalar && !scalar.isText()) {
            items.context().notes().replace(scalar, TextNode.valueOf(version));
        }
        return version;
    }

    private static List<String> initFiles(Fields fields, Database.Engine engine) {
        List<String> files = new ArrayList<>();
        String first = fields.filledText("initFilePath");
        if (first != null) {
            files.add(first);
        }
        List<String> more = fields.texts("initFilePaths");
        files.addAll(more == null ? List.of() : more);
        if (engine == Database.Engine.REDIS && !files.isEmpty()) {
            fields.warning(
                    "redis-init",
                    files.size() == 1 && first != null ? "initFilePath" : "initFilePaths",
                    "redis has no init files of its own; each line is executed as a command after the start",
                    "");
        }
        return files;
    }

    private static Database.Access access(Fields fields) {
        boolean noAuth = fields.flag("noAuth", false);
        for (String key : List.of("dbName", "dbUser", "dbPassword")) {
            if (noAuth && fields.node(key) != null) {
                fields.error(
                        "exclusive", key, "'noAuth: true' and '" + key + "' exclude each other", "keep one of them");
            }
        }
        return noAuth
                ? new Database.Access(true, "postgres", "postgres", "")
                : new Database.Access(
                        false,
                        credential(fields, "dbName"),
                        credential(fields, "dbUser"),
                        credential(fields, "dbPassword"));
    }

    private static String credential(Fields fields, String key) {
        String text = fields.scalarText(key);
        return text == null || text.isEmpty() ? Database.Access.DEFAULT : text;
    }

    Broker broker(MapNode map, String path) {
        Fields fields = new Fields(items.context(), map, path, BROKER_KEYS);
        ItemHead head = items.head(fields, true);
        items.context().require(Capabilities.Construct.BROKER, fields.at(), path);
        String advice = "one of amqp, kafka";
        String text = fields.requiredText("broker", advice);
        Broker.Kind kind = Arrays.stream(Broker.Kind.values())
                .filter(candidate -> candidate.text().equals(text))
                .findFirst()
                .orElse(null);
        if (kind == null && text != null) {
            fields.error("enum", "broker", "unknown broker '" + Show.shorten(text) + "'", advice);
        }
        Broker.Kind known = kind == null ? Broker.Kind.AMQP : kind;
        String version = version(fields);
        String image = fields.filledText("image");
        if (version != null && image != null) {
            fields.warning("exclusive", "version", "'image' wins over 'version'", "keep one of them");
        }
        Integer port = fields.integer("port", 1, 65535);
        return new Broker(
                head,
                known,
                version,
                image,
                port == null ? known.port() : port,
                health(fields),
                ProgramReader.env(fields),
                fields.texts("command"));
    }

    private static HealthCheck health(Fields fields) {
        String check = fields.text("healthCheck");
        if (check == null || check.isEmpty() || check.equals("tcp")) {
            return new HealthCheck.Tcp();
        }
        if (!check.startsWith("/")) {
            fields.error(
                    "health-check",
                    "healthCheck",
                    "'healthCheck' is '" + Show.shorten(check) + "'",
                    "'tcp', or a path that begins with '/'");
        }
        return new HealthCheck.HttpGet(check);
    }
}
