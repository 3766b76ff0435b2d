package dev.doppel.results.store;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why storing failed. */
public final class StoreFault {
    private StoreFault() {}

    /** True when Postgres refused the values (SQLSTATE classes 22, 23 but for a lost race, 54): trying again would not help. */
    public static boolean liesInTheRows(Throwable failure) {
        String state = sqlState(failure);
        return state != null
                && (state.startsWith("22")
                        || state.startsWith("54")
                        || state.startsWith("23") && !state.equals("23505"));
    }

    /** The cause without any of the values: for logs. */
    public static String describe(Throwable failure) {
        String state = sqlState(failure);
        return state == null ? failure.getClass().getSimpleName() : "SQLSTATE " + state;
    }

    private static @Nullable String sqlState(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
            if (cause instanceof PgException postgres) {
                return postgres.getSqlState();
            }
            cause = cause.getCause();
        }
        return null;
    }
}
