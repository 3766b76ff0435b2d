package dev.doppel.runner.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.matching.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** One connection to a Postgres item. Values travel as text, so that they look as the engine prints them. Confined; close may come from anywhere. */
final class PostgresSession implements AutoCloseable {
    private final Connection connection;

    private PostgresSession(Connection connection) {
        this.connection = connection;
    }

    static PostgresSession open(ItemEndpoint database, int connectMillis) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user() == null ? "postgres" : database.user());
        if (database.password() != null) {
            properties.setProperty("password", database.password());
        }
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("binaryTransfer", "false");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("ApplicationName", "doppel");
        properties.setProperty("connectTimeout", Integer.toString(Math.clamp(connectMillis / 1000, 1, 30)));
        String url = "jdbc:postgresql://" + database.address() + ":" + database.port() + "/"
                + (database.database() == null ? "postgres" : database.database());
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not a Postgres address: " + url);
        }
        try (java.sql.Statement zone = connection.createStatement()) {
            // the driver sends this process's zone; an official image runs in UTC
            zone.execute("SET TIME ZONE 'Etc/UTC'");
        }
        return new PostgresSession(connection);
    }

    /** Runs a statement; of several, the last one's result counts. */
    Answer.Document run(Statement bound) throws SQLException {
        if (bound.values().isEmpty()) {
            try (java.sql.Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return result(statement, statement.execute(bound.sql()));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(bound.sql())) {
            for (int i = 0; i < bound.values().size(); i++) {
                bind(statement, i + 1, bound.values().get(i));
            }
            return result(statement, statement.execute());
        }
    }

    private static void bind(PreparedStatement statement, int place, JsonNode value) throws SQLException {
        String text;
        if (value.isNull()) {
            text = null;
        } else if (value.isContainerNode()) {
            boolean json = value.isObject()
                    || statement
                            .getParameterMetaData()
                            .getParameterTypeName(place)
                            .startsWith("json");
            text = json ? Json.compact(value) : literal(value);
        } else if (value.isNumber()) {
            text = value.decimalValue().toPlainString();
        } else {
            text = value.asText();
        }
        // a value of unknown type: the server reads it as what the place wants
        statement.setObject(place, text, Types.OTHER);
    }

    private static String literal(JsonNode list) {
        StringJoiner elements = new StringJoiner(",", "{", "}");
        for (JsonNode element : list) {
            if (element.isNull()) {
                elements.add("NULL");
            } else if (element.isArray()) {
                elements.add(literal(element));
            } else {
                String text = element.isObject() ? Json.compact(element) : element.asText();
                elements.add('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
            }
        }
        return elements.toString();
    }

    private static Answer.Document result(java.sql.Statement statement, boolean firstHasRows) throws SQLException {
        boolean hasRows = firstHasRows;
        Rows reader = new Rows();
        ArrayNode data = Json.nodes().arrayNode();
        long affected = 0;
        boolean any = true;
        while (any) {
            if (hasRows) {
                try (ResultSet rows = statement.getResultSet()) {
                    data = reader.read(rows);
                    affected = data.size();
                }
            } else {
                data = Json.nodes().arrayNode();
                affected = Math.max(0, statement.getLargeUpdateCount());
            }
            hasRows = statement.getMoreResults();
            any = hasRows || statement.getLargeUpdateCount() != -1;
        }
        return new Answer.Document(document(true, data, affected, ""), false, reader.notes());
    }

    /** Of a statement that the database refused. */
    static Answer.Document rejected(SQLException refusal) {
        return new Answer.Document(
                document(false, Json.nodes().arrayNode(), null, String.valueOf(refusal.getMessage())), true, List.of());
    }

    private static ObjectNode document(boolean success, ArrayNode data, @Nullable Long affected, String error) {
        ObjectNode document = Json.nodes().objectNode();
        document.put("success", success);
        document.set("data", data);
        document.put("rowsAffected", affected);
        document.put("error", error);
        return document;
    }

    @Override
    public void close() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is gone already
        }
    }
}
