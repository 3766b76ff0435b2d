package dev.doppel.results.store;

import dev.doppel.contract.id.TeamId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Runs and their records. Callers may block; see {@link Database}. Thread-safe. */
@ApplicationScoped
public class RunQueries {
    private final Database database;

    RunQueries(Database database) {
        this.database = database;
    }

    /** A run of the list; no end yet: null. */
    public record Listed(RunRow run, @Nullable RunEndRow end) {}

    /** All rows of a run but its evidence, as one snapshot; events in the order in which they were published. */
    public record Stored(RunRow run, @Nullable RunEndRow end, List<InstanceRow> instances, List<EventRow> events) {}

    /**
     * Newest first.
     *
     * @param team whose; null for everybody's
     */
    public List<Listed> newest(@Nullable TeamId team, int limit) {
        return database.call(session -> session.createSelectionQuery(
                        "from RunRow r where :all = true or r.team = :team order by r.acceptedAt desc, r.id desc",
                        RunRow.class)
                .setParameter("all", team == null)
                .setParameter("team", team == null ? "" : team.value())
                .setMaxResults(limit)
                .getResultList()
                .flatMap(runs -> withEnds(session, runs)));
    }

    /** As {@link #newest}, after the run that was accepted at a time with an id. */
    public List<Listed> after(@Nullable TeamId team, Instant acceptedAt, String id, int limit) {
        return database.call(session -> session.createSelectionQuery(
                        "from RunRow r where (:all = true or r.team = :team)"
                                + " and (r.acceptedAt < :at or r.acceptedAt = :at and r.id < :id)"
                                + " order by r.acceptedAt desc, r.id desc",
                        RunRow.class)
                .setParameter("all", team == null)
                .setParameter("team", team == null ? "" : team.value())
                .setParameter("at", acceptedAt)
                .setParameter("id", id)
                .setMaxResults(limit)
                .getResultList()
                .flatMap(runs -> withEnds(session, runs)));
    }

    private static Uni<List<Listed>> withEnds(Mutiny.StatelessSession session, List<RunRow> runs) {
        return session.createSelectionQuery("from RunEndRow e where e.run in :runs", RunEndRow.class)
                .setParameter("runs", runs.stream().map(run -> run.id).toList())
                .getResultList()
                .map(ends -> {
                    Map<String, RunEndRow> byRun = new HashMap<>();
                    ends.forEach(end -> byRun.put(end.run, end));
                    List<Listed> listed = new ArrayList<>();
                    runs.forEach(run -> listed.add(new Listed(run, byRun.get(run.id))));
                    return listed;
                });
    }

    /** A run, empty when it is unknown. */
    public Optional<Stored> find(String run) {
        return database.call(session -> session.createSelectionQuery("from RunRow r where r.id = :run", RunRow.class)
                .setParameter("run", run)
                .getResultList()
                .flatMap(runs -> runs.isEmpty()
                        ? Uni.createFrom().item(Optional.<Stored>empty())
                        : load(session, runs.getFirst()).map(Optional::of)));
    }

    /** Ids of the instances of a run. */
    public List<String> instances(String run) {
        return database.call(session -> session.createSelectionQuery(
                        "select i.id from InstanceRow i where i.run = :run", String.class)
                .setParameter("run", run)
                .getResultList());
    }

    /** The instances of a run whose definition is to be had but not stored, in its order. */
    public List<InstanceRow> withoutDefinition(String run) {
        return database.call(session -> session.createSelectionQuery(
                        "from InstanceRow i where i.run = :run and i.definition is not null"
                                + " and not exists (select 1 from DefinitionRow d where d.instance = i.id)"
                                + " order by i.ordinal",
                        InstanceRow.class)
                .setParameter("run", run)
                .getResultList());
    }

    /** The resolved definition of an instance, if it is stored. */
    public Optional<String> definition(String instance) {
        return database.call(session -> session.createSelectionQuery(
                        "select d.content from DefinitionRow d where d.instance = :instance", String.class)
                .setParameter("instance", instance)
                .getResultList()
                .map(found -> found.stream().findFirst()));
    }

    private static Uni<Stored> load(Mutiny.StatelessSession session, RunRow run) {
        return session.createSelectionQuery("from RunEndRow e where e.run = :run", RunEndRow.class)
                .setParameter("run", run.id)
                .getResultList()
                .flatMap(ends -> session.createSelectionQuery(
                                "from InstanceRow i where i.run = :run order by i.ordinal", InstanceRow.class)
                        .setParameter("run", run.id)
                        .getResultList()
                        .flatMap(instances -> session.createSelectionQuery(
                                        "from EventRow e where e.key.run = :run order by e.position, e.key.event",
                                        EventRow.class)
                                .setParameter("run", run.id)
                                .getResultList()
                                .map(events ->
                                        new Stored(run, ends.isEmpty() ? null : ends.getFirst(), instances, events))));
    }
}
