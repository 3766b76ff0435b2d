package dev.doppel.results.store;

import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
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

    /** Stores rows, all or none; what is there already stays or is replaced by the same. */
    public void upsert(List<?> rows) {
        List<ExchangeRow> exchanges = new ArrayList<>();
        List<Object> others = new ArrayList<>();
        for (Object row : rows) {
            if (row instanceof ExchangeRow exchange) {
                exchanges.add(exchange);
            } else {
                others.add(row);
            }
        }
        if (!rows.isEmpty()) {
            call(session -> ExchangeInsert.all(session, exchanges).flatMap(done -> upsertAll(session, others)));
        }
    }

    private static Uni<Void> upsertAll(Mutiny.StatelessSession session, List<Object> rows) {
        return rows.isEmpty() ? Uni.createFrom().voidItem() : session.upsertAll(BATCH, rows.toArray());
    }
}
