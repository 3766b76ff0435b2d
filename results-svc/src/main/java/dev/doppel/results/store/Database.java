package dev.doppel.results.store;

import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The persistence unit {@code results} for callers that may block: worker and virtual threads, never an event loop. Every call is one
 * transaction on one connection. Thread-safe.
 */
@ApplicationScoped
public class Database {
    private static final int BATCH = 50;

    private final Mutiny.SessionFactory factory;

    Database(@PersistenceUnit("results") Mutiny.SessionFactory factory) {
        this.factory = factory;
    }

    /** Runs queries; what they throw comes out as it is. */
    public <T> T call(Function<Mutiny.StatelessSession, Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> factory.withStatelessTransaction((session, transaction) -> work.apply(session)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the database call failed: " + e.getMessage(), e);
        }
    }

    /** Stores rows, all or none; a row whose key is there already is replaced. */
    public void upsert(List<?> rows) {
        if (!rows.isEmpty()) {
            call(session -> session.upsertAll(BATCH, rows.toArray()));
        }
    }
}
