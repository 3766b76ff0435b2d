package dev.doppel.examples.shop.order;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The shop's Postgres. Each unit of work gets a connection and a transaction of its own, so a database that starts late
 * or restarts is no special case. Thread-safe.
 */
public final class Database {
    /** Something to do in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private final Driver driver = new Driver();
    private final String url;
    private final Properties login = new Properties();

    /** @param address {@code postgresql://user:password@host:port/name} */
    public Database(String address) {
        URI uri = URI.create(address);
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() == null) {
            throw new IllegalStateException("DATABASE_URL must read postgresql://user:password@host:port/name");
        }
        String[] user = uri.getUserInfo().split(":", 2);
        login.setProperty("user", user[0]);
        login.setProperty("password", user.length > 1 ? user[1] : "");
        login.setProperty("assumeMinServerVersion", "12");
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "20");
        url = "jdbc:postgresql://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + uri.getPath();
    }

    /** Commits when the work returns, rolls back when it throws. */
    public <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            T result = work.in(connection);
            connection.commit();
            return result;
        }
    }

    /** @throws SQLException when no connection can be had */
    public void check() throws SQLException {
        connect().close();
    }

    private Connection connect() throws SQLException {
        Connection connection = driver.connect(url, login);
        if (connection == null) {
            throw new SQLException("the driver refuses " + url);
        }
        return connection;
    }
}
