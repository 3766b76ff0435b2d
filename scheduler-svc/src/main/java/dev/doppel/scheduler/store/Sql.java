package dev.doppel.scheduler.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements on the reactive client for callers that may wait: virtual threads and worker threads. Thread-safe. */
public final class Sql {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Pool pool;

    public Sql(Pool pool) {
        this.pool = pool;
    }

    /** One statement outside of a transaction. */
    public List<Row> run(String sql, Object... parameters) {
        return rows(await(pool.preparedQuery(sql).execute(tuple(parameters))));
    }

    /** Everything in one transaction: committed when the work returns, rolled back when it throws. */
    public <T extends @Nullable Object> T transaction(Function<Tx, T> work) {
        SqlConnection connection = await(pool.getConnection());
        try {
            Transaction transaction = await(connection.begin());
            T result;
            try {
                result = work.apply(new Tx(connection));
            } catch (RuntimeException | Error e) {
                try {
                    await(transaction.rollback());
                } catch (RuntimeException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
            await(transaction.commit());
            return result;
        } finally {
            await(connection.close());
        }
    }

    /** A connection of its own, for advisory locks and notifications; the caller closes it. */
    public SqlConnection connection() {
        return await(pool.getConnection());
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }

    static List<Row> rows(RowSet<Row> set) {
        List<Row> rows = new ArrayList<>(set.size());
        set.forEach(rows::add);
        return rows;
    }

    static Tuple tuple(@Nullable Object... parameters) {
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return tuple;
    }

    /** Statements of one transaction. Confined to the caller of {@link Sql#transaction}. */
    public static final class Tx {
        private final SqlClient client;

        Tx(SqlClient client) {
            this.client = client;
        }

        /** One statement. */
        public List<Row> run(String sql, @Nullable Object... parameters) {
            return rows(await(client.preparedQuery(sql).execute(tuple(parameters))));
        }

        /** One statement; how many rows it changed. */
        public int change(String sql, @Nullable Object... parameters) {
            return await(client.preparedQuery(sql).execute(tuple(parameters))).rowCount();
        }

        /** One statement for many rows. */
        public void batch(String sql, List<Tuple> rows) {
            if (!rows.isEmpty()) {
                await(client.preparedQuery(sql).executeBatch(rows));
            }
        }
    }
}
