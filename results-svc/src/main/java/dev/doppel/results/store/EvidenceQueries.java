package dev.doppel.results.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges, console lines and diagnostics of attempts. Of a stream, which is recorded at its head and at its end, only the last record
 * counts. Callers may block; see {@link Database}. Thread-safe.
 */
@ApplicationScoped
public class EvidenceQueries {
    private static final long CHUNK_BYTES = 8 * 1024 * 1024;
    private static final int CHUNK_ROWS = 200;
    private static final String NOT_REPLACED = " and not exists (select 1 from ExchangeRow later where"
            + " later.key.instance = x.key.instance and later.key.attempt = x.key.attempt"
            + " and later.exchange = x.exchange and later.key.number > x.key.number)";

    private final Database database;

    EvidenceQueries(Database database) {
        this.database = database;
    }

    /**
     * Which exchanges are wanted.
     *
     * @param instance of this instance
     * @param attempt of this attempt
     * @param origin made by this item; empty: by test steps; null: by anyone
     * @param target to this item or host; null: to anyone
     * @param afterArrival behind this place in the order of arrival number and record number
     * @param afterNumber see {@code afterArrival}
     */
    public record Filter(
            String instance,
            int attempt,
            @Nullable String origin,
            @Nullable String target,
            long afterArrival,
            long afterNumber) {
        /** All of an attempt. */
        public static Filter all(String instance, int attempt) {
            return new Filter(instance, attempt, null, null, -1, -1);
        }
    }

    private record Place(long number, long bytes) {}

    /** How far partitions are stored, by {@code topic/number}; what is missing has not been begun. */
    public Map<String, Long> progress(Collection<String> partitions) {
        return database.call(session -> session.createSelectionQuery(
                        "from ProgressRow p where p.partition in :partitions", ProgressRow.class)
                .setParameter("partitions", List.copyOf(partitions))
                .getResultList()
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.partition, row -> row.nextOffset))));
    }

    /** Number of different exchanges stored of an attempt. */
    public long countExchanges(String instance, int attempt) {
        return database.call(session -> session.createSelectionQuery(
                        "select count(distinct x.exchange) from ExchangeRow x"
                                + " where x.key.instance = :instance and x.key.attempt = :attempt",
                        Long.class)
                .setParameter("instance", instance)
                .setParameter("attempt", attempt)
                .getSingleResult());
    }

    /** At most {@code limit} exchanges in order of arrival, fewer when they are large; never none while there are some. */
    public List<ExchangeRow> exchanges(Filter filter, int limit) {
        List<Place> places = places(filter, limit);
        return places.isEmpty() ? List.of() : load(filter, chunks(places).getFirst());
    }

    /** All of an attempt in order of arrival, read piece by piece. */
    public void forEachExchange(String instance, int attempt, Consumer<ExchangeRow> each) {
        Filter all = Filter.all(instance, attempt);
        for (List<Place> chunk : chunks(places(all, Integer.MAX_VALUE))) {
            load(all, chunk).forEach(each);
        }
    }

    /** All console records of an attempt in order, read piece by piece. */
    public void forEachConsole(String instance, int attempt, Consumer<ConsoleRow> each) {
        List<Place> places = database.call(session -> session.createSelectionQuery(
                        "select c.key.firstLine, c.bytes from ConsoleRow c where c.key.instance = :instance"
                                + " and c.key.attempt = :attempt order by c.key.firstLine",
                        Object[].class)
                .setParameter("instance", instance)
                .setParameter("attempt", attempt)
                .getResultList()
                .map(EvidenceQueries::toPlaces));
        for (List<Place> chunk : chunks(places)) {
            database.call(session -> session.createSelectionQuery(
                                    "from ConsoleRow c where c.key.instance = :instance and c.key.attempt = :attempt"
                                            + " and c.key.firstLine in :numbers order by c.key.firstLine",
                                    ConsoleRow.class)
                            .setParameter("instance", instance)
                            .setParameter("attempt", attempt)
                            .setParameter("numbers", numbers(chunk))
                            .getResultList())
                    .forEach(each);
        }
    }

    /** All of an attempt, in order. */
    public List<DiagnosticRow> diagnostics(String instance, int attempt) {
        return database.call(session -> session.createSelectionQuery(
                        "from DiagnosticRow d where d.key.instance = :instance and d.key.attempt = :attempt"
                                + " order by d.key.number",
                        DiagnosticRow.class)
                .setParameter("instance", instance)
                .setParameter("attempt", attempt)
                .getResultList());
    }

    /** All of an attempt, in the order of each reporter. */
    public List<IsolationRow> isolationReports(String instance, int attempt) {
        return database.call(session -> session.createSelectionQuery(
                        "from IsolationRow d where d.key.instance = :instance and d.key.attempt = :attempt"
                                + " order by d.key.reporter, d.key.number",
                        IsolationRow.class)
                .setParameter("instance", instance)
                .setParameter("attempt", attempt)
                .getResultList());
    }

    private List<Place> places(Filter filter, int limit) {
        StringBuilder query = new StringBuilder("select x.key.number, x.bytes from ExchangeRow x"
                + " where x.key.instance = :instance and x.key.attempt = :attempt and (x.arrivalNumber > :arrival"
                + " or x.arrivalNumber = :arrival and x.key.number > :number)");
        if (filter.origin() != null) {
            query.append(filter.origin().isEmpty() ? " and x.origin is null" : " and x.origin = :origin");
        }
        if (filter.target() != null) {
            query.append(" and x.target = :target");
        }
        query.append(NOT_REPLACED).append(" order by x.arrivalNumber, x.key.number");
        return database.call(session -> {
            var selection = session.createSelectionQuery(query.toString(), Object[].class)
                    .setParameter("instance", filter.instance())
                    .setParameter("attempt", filter.attempt())
                    .setParameter("arrival", filter.afterArrival())
                    .setParameter("number", filter.afterNumber());
            if (filter.origin() != null && !filter.origin().isEmpty()) {
                selection.setParameter("origin", filter.origin());
            }
            if (filter.target() != null) {
                selection.setParameter("target", filter.target());
            }
            return selection.setMaxResults(limit).getResultList().map(EvidenceQueries::toPlaces);
        });
    }

    private static List<Place> toPlaces(List<Object[]> rows) {
        return rows.stream().map(row -> new Place((Long) row[0], (Long) row[1])).toList();
    }

    private List<ExchangeRow> load(Filter filter, List<Place> places) {
        return database.call(session -> session.createSelectionQuery(
                        "from ExchangeRow x where x.key.instance = :instance and x.key.attempt = :attempt"
                                + " and x.key.number in :numbers order by x.arrivalNumber, x.key.number",
                        ExchangeRow.class)
                .setParameter("instance", filter.instance())
                .setParameter("attempt", filter.attempt())
                .setParameter("numbers", numbers(places))
                .getResultList());
    }

    private static List<Long> numbers(List<Place> places) {
        return places.stream().map(Place::number).toList();
    }

    /** Cuts so that no piece is much larger than memory should hold at once. */
    private static List<List<Place>> chunks(List<Place> places) {
        List<List<Place>> chunks = new ArrayList<>();
        List<Place> open = new ArrayList<>();
        long bytes = 0;
        for (Place place : places) {
            if (!open.isEmpty() && (open.size() == CHUNK_ROWS || bytes + place.bytes() > CHUNK_BYTES)) {
                chunks.add(open);
                open = new ArrayList<>();
                bytes = 0;
            }
            open.add(place);
            bytes += place.bytes();
        }
        if (!open.isEmpty()) {
            chunks.add(open);
        }
        return chunks;
    }
}
