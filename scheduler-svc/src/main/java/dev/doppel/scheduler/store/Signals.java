package dev.doppel.scheduler.store;

import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Hears what any replica says about the tables: {@code queue}, {@code outbox}, or {@code run} and a run id. Signals only shorten waits:
 * after a lost connection they are missing for a while, and whoever waits looks by itself from time to time. Owns one virtual thread.
 */
public final class Signals implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Signals.class);
    private static final long RETRY_MILLIS = 1_000;

    private final Sql sql;
    private final Consumer<String> listener;
    private final Thread thread;
    private volatile boolean closed;

    /** @param listener called on an event loop; returns at once */
    public Signals(Sql sql, Consumer<String> listener) {
        this.sql = sql;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("scheduler-signals").unstarted(this::run);
    }

    /** Begins to listen. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                listen();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warnf("no signals from the database, trying again: %s", e.getMessage());
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        }
    }

    private void listen() throws InterruptedException {
        SqlConnection connection = sql.connection();
        try {
            CountDownLatch lost = new CountDownLatch(1);
            PgConnection postgres = PgConnection.cast(connection.getDelegate());
            postgres.notificationHandler(notification -> listener.accept(notification.getPayload()));
            postgres.closeHandler(gone -> lost.countDown());
            Sql.await(connection.query("listen doppel_scheduler").execute());
            lost.await();
        } finally {
            connection.closeAndForget();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
