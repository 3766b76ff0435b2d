package dev.doppel.scheduler.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.event.Topic;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records that wait for the broker, in the order in which they were stored. Thread-safe. */
public final class Outbox {
    private static final long LOCK = 0x446f7070656c0002L;

    private final Sql sql;

    public Outbox(Sql sql) {
        this.sql = sql;
    }

    /** A stored record; data of length 0 is a tombstone. */
    public record Waiting(long id, Encoded message) {}

    /**
     * The right to publish: held by one replica at a time for as long as its connection lives.
     *
     * @return null when another replica has it
     */
    public @Nullable Right tryLock() {
        SqlConnection connection = sql.connection();
        boolean mine = false;
        try {
            mine = Sql.rows(Sql.await(connection
                            .query("select pg_try_advisory_lock(" + LOCK + ")")
                            .execute()))
                    .getFirst()
                    .getBoolean(0);
            return mine ? new Right(connection) : null;
        } finally {
            if (!mine) {
                Sql.await(connection.close());
            }
        }
    }

    /** The publisher's connection; the lock ends with it. */
    public static final class Right implements AutoCloseable {
        private final SqlConnection connection;

        Right(SqlConnection connection) {
            this.connection = connection;
        }

        /** The oldest records that were not acknowledged yet; fails when the connection, and with it the right, is gone. */
        public List<Waiting> next(int limit) {
            List<Waiting> waiting = new ArrayList<>();
            Sql.rows(Sql.await(connection
                            .preparedQuery("select id, topic, key, headers, data from scheduler.outbox"
                                    + " where sent_at is null order by id limit $1")
                            .execute(Sql.tuple(limit))))
                    .forEach(row -> {
                        Buffer data = row.getBuffer("data");
                        waiting.add(new Waiting(
                                row.getLong("id"),
                                new Encoded(
                                        Topic.valueOf(row.getString("topic")),
                                        row.getString("key"),
                                        Rows.read(
                                                row.getString("headers"), new TypeReference<Map<String, String>>() {}),
                                        data == null ? new byte[0] : data.getBytes())));
                    });
            return waiting;
        }

        /** The broker has acknowledged these. */
        public void sent(List<Long> ids) {
            Sql.await(connection
                    .preparedQuery("update scheduler.outbox set sent_at = now() where id = any($1)")
                    .execute(Sql.tuple((Object) ids.toArray(Long[]::new))));
        }

        /** Forgets what was acknowledged some time ago. */
        public void sweep() {
            Sql.await(connection
                    .query("delete from scheduler.outbox where sent_at < now() - interval '10 minutes'")
                    .execute());
        }

        @Override
        public void close() {
            try {
                Sql.await(connection.query("select pg_advisory_unlock_all()").execute());
            } finally {
                Sql.await(connection.close());
            }
        }
    }
}
