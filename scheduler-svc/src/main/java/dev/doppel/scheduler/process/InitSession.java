package dev.doppel.scheduler.process;

import dev.doppel.scheduler.process.sql.Part;
import dev.doppel.scheduler.process.sql.SqlScript;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What psql with ON_ERROR_STOP does with one script, over the wire: statements one by one, {@code COPY ... FROM stdin}, the backslash
 * commands that pg_dump writes. Everything else with a backslash is an error that names its line. Confined to one thread.
 */
final class InitSession implements AutoCloseable {
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "restrict", "unrestrict", "echo", "qecho", "warn", "timing", "pset", "x", "a", "t", "encoding", "prompt1");
    private static final Set<String> HARMLESS_VARIABLES =
            Set.of("ON_ERROR_STOP", "ECHO", "QUIET", "VERBOSITY", "AUTOCOMMIT", "ON_ERROR_ROLLBACK", "SHOW_CONTEXT");

    private final String host;
    private final int port;
    private final Duration limit;
    private String user;
    private Connection connection;

    private InitSession(String host, int port, String user, Connection connection, Duration limit) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.connection = connection;
        this.limit = limit;
    }

    /** A statement or command failed; the message begins with the line. */
    static final class ScriptFailure extends Exception {
        private static final long serialVersionUID = 1;

        ScriptFailure(int line, String why) {
            super("line " + line + ": " + why);
        }
    }

    static InitSession open(String host, int port, String user, String database, Duration limit) throws SQLException {
        return new InitSession(host, port, user, connect(host, port, user, database, limit), limit);
    }

    /** Runs one statement of ours. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Runs a script to its end or first failure. */
    void run(String script) throws ScriptFailure {
        List<Part> parts = SqlScript.parse(script);
        for (Part part : parts) {
            try {
                switch (part) {
                    case Part.Statement statement -> execute(statement.sql());
                    case Part.CopyIn copy ->
                        connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyIn(copy.sql(), new StringReader(copy.data()));
                    case Part.Meta meta -> {
                        if (meta.name().equals("q")) {
                            return;
                        }
                        meta(meta);
                    }
                }
            } catch (SQLException e) {
                throw failure(part, e);
            } catch (IOException e) {
                throw new ScriptFailure(part.line(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void meta(Part.Meta meta) throws ScriptFailure, SQLException {
        List<String> words = meta.arguments().isEmpty()
                ? List.of()
                : List.of(meta.arguments().split("\\s+"));
        boolean alone = meta.before().isEmpty();
        if (alone
                && (meta.name().equals("connect") || meta.name().equals("c"))
                && !words.isEmpty()
                && words.size() < 3
                && !words.getFirst().startsWith("-reuse")) {
            String database = unquoted(words.getFirst());
            String as = words.size() > 1 && !words.get(1).equals("-") ? unquoted(words.get(1)) : user;
            connection.close();
            connection = connect(host, port, as, database.equals("-") ? as : database, limit);
            user = as;
        } else if (alone
                        && meta.name().equals("set")
                        && (words.isEmpty() || HARMLESS_VARIABLES.contains(words.getFirst()))
                || alone && WITHOUT_EFFECT.contains(meta.name())) {
            return;
        } else {
            throw new ScriptFailure(
                    meta.line(),
                    "the psql command \\" + meta.name()
                            + " is not supported in init files on this machine; write plain SQL"
                            + " instead, or call psql from a .sh file");
        }
    }

    private static ScriptFailure failure(Part part, SQLException e) {
        int line = part.line();
        ServerErrorMessage server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server == null) {
            return new ScriptFailure(line, String.valueOf(e.getMessage()));
        }
        if (part instanceof Part.Statement statement && server.getPosition() > 0) {
            int end = Math.min(server.getPosition() - 1, statement.sql().length());
            line += (int) statement
                    .sql()
                    .substring(0, end)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
        }
        StringBuilder why = new StringBuilder(server.getSeverity() + ": " + server.getMessage());
        append(why, "detail", server.getDetail());
        append(why, "hint", server.getHint());
        append(why, "where", server.getWhere());
        return new ScriptFailure(line, why.toString());
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append("; ").append(name).append(": ").append(value);
        }
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1
                && (word.startsWith("\"") && word.endsWith("\"") || word.startsWith("'") && word.endsWith("'"));
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private static Connection connect(String host, int port, String user, String database, Duration limit)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("ApplicationName", "psql");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", Long.toString(limit.toSeconds()));
        String url =
                "jdbc:postgresql://" + host + ":" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver refuses " + url);
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
