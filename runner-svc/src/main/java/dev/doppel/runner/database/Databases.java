package dev.doppel.runner.database;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.instance.ItemEndpoint;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The databases of one instance, a connection each, opened when first needed. Used by one step at a time; thread-safe. */
public final class Databases implements AutoCloseable {
    private static final int MAX_ERROR = 4000;
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final Map<String, ItemEndpoint> endpoints = new HashMap<>();
    private final Map<String, PostgresSession> sessions = new HashMap<>();

    public Databases(List<ItemEndpoint> items) {
        for (ItemEndpoint item : items) {
            if (item.kind() == ItemKind.DATABASE) {
                endpoints.put(item.name(), item);
            }
        }
    }

    /**
     * Runs a statement and waits for its result.
     *
     * @param ended completes when waiting is in vain
     * @throws InterruptedException when the thread was interrupted or {@code ended} completed
     */
    public Answer query(
            String name, String query, @Nullable JsonNode params, Duration timeout, CompletableFuture<?> ended)
            throws InterruptedException {
        ItemEndpoint database = endpoints.get(name);
        if (database == null) {
            return new Answer.Failed("no database is called '" + name + "'; there are "
                    + String.join(", ", new TreeSet<>(endpoints.keySet())));
        }
        if (database.address() == null || !"postgres".equals(database.engine())) {
            return new Answer.Failed("queries to '" + name + "' (" + database.engine() + ") are not supported yet");
        }
        Statement bound;
        try {
            bound = Statement.bind(query, params);
        } catch (Statement.NoValue e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().name("query-" + name).start(() -> {
            try {
                answer.complete(run(database, bound, timeout));
            } catch (RuntimeException | InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            CompletableFuture.anyOf(answer, ended).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!answer.isDone()) {
                throw new InterruptedException("the attempt was withdrawn");
            }
            return answer.get();
        } catch (TimeoutException e) {
            return new Answer.Failed("no result from " + name + " within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Answer.Failed(
                    "the query to " + name + " failed: " + (e.getCause() == null ? e : e.getCause()).getMessage());
        } finally {
            if (!answer.isDone()) {
                forget(name);
                worker.interrupt();
            }
        }
    }

    private Answer run(ItemEndpoint database, Statement bound, Duration timeout) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return session(database, timeout).run(bound);
            } catch (SQLException e) {
                String state = e.getSQLState() == null ? "" : e.getSQLState();
                boolean refused = refused(e);
                if (refused && attempt < PAUSES.size()) {
                    Thread.sleep(PAUSES.get(attempt));
                    continue;
                }
                boolean lost = refused || state.startsWith("08") || state.startsWith("57P") || state.isEmpty();
                if (lost || state.startsWith("28") || state.startsWith("3D")) {
                    forget(database.name());
                    return new Answer.Failed("database " + database.name() + ": " + shortened(e));
                }
                return PostgresSession.rejected(e);
            }
        }
    }

    private static boolean refused(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static String shortened(SQLException e) {
        String text = String.valueOf(e.getMessage());
        return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR) + "...";
    }

    private PostgresSession session(ItemEndpoint database, Duration timeout) throws SQLException {
        synchronized (sessions) {
            PostgresSession known = sessions.get(database.name());
            if (known != null) {
                return known;
            }
        }
        PostgresSession opened = PostgresSession.open(database, (int) Math.min(30_000, timeout.toMillis()));
        synchronized (sessions) {
            PostgresSession before = sessions.put(database.name(), opened);
            if (before != null) {
                before.close();
            }
        }
        return opened;
    }

    private void forget(String name) {
        PostgresSession gone;
        synchronized (sessions) {
            gone = sessions.remove(name);
        }
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(endpoints.keySet()).forEach(this::forget);
    }
}
