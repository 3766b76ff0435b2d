package dev.doppel.results.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Deletes what is too old or too much. Safe when several replicas do it at once. Thread-safe. */
@ApplicationScoped
public class Forget {
    private static final List<String> EVIDENCE = List.of("ExchangeRow", "ConsoleRow", "DiagnosticRow", "IsolationRow");
    private static final List<String> EVIDENCE_TABLES =
            List.of("exchange", "console", "diagnostic", "isolation_report");

    private final Database database;

    Forget(Database database) {
        this.database = database;
    }

    /** Ids of finished runs beyond the newest {@code keep}, and of all runs accepted before a time. */
    public List<String> candidates(int keep, Instant before) {
        return database.call(session -> session.createSelectionQuery(
                        "select r.id from RunRow r join RunEndRow e on e.run = r.id"
                                + " order by r.acceptedAt desc, r.id desc",
                        String.class)
                .setFirstResult(keep)
                .getResultList()
                .flatMap(tooMany -> session.createSelectionQuery(
                                "select r.id from RunRow r where r.acceptedAt < :before", String.class)
                        .setParameter("before", before)
                        .getResultList()
                        .map(tooOld -> java.util.stream.Stream.concat(tooMany.stream(), tooOld.stream())
                                .distinct()
                                .toList())));
    }

    /** Deletes one run with everything that was recorded about it. */
    public void run(String run) {
        database.call(session -> {
            Uni<Integer> last = Uni.createFrom().item(0);
            for (String evidence : EVIDENCE) {
                last = last.flatMap(ignored -> delete(
                        session,
                        "delete from " + evidence
                                + " x where x.key.instance in (select i.id from InstanceRow i where i.run = :run)",
                        run));
            }
            last = last.flatMap(ignored -> delete(
                    session,
                    "delete from DefinitionRow d where d.instance in"
                            + " (select i.id from InstanceRow i where i.run = :run)",
                    run));
            return last.flatMap(ignored -> delete(session, "delete from EventRow e where e.key.run = :run", run))
                    .flatMap(ignored -> delete(session, "delete from InstanceRow i where i.run = :run", run))
                    .flatMap(ignored -> delete(session, "delete from RunEndRow e where e.run = :run", run))
                    .flatMap(ignored -> delete(session, "delete from RunRow r where r.id = :run", run));
        });
    }

    /** Deletes records of runs that are not here, such as those that came after their run was deleted. */
    public void orphans(Instant storedBefore) {
        for (String table : EVIDENCE_TABLES) {
            orphans(
                    "delete from results." + table + " x where stored_at < :before"
                            + " and not exists (select 1 from results.instance i where i.id = x.instance_id)",
                    storedBefore);
        }
        orphans(
                "delete from results.event x where stored_at < :before"
                        + " and not exists (select 1 from results.run r where r.id = x.run_id)",
                storedBefore);
    }

    private void orphans(String statement, Instant storedBefore) {
        database.call(session -> session.createNativeQuery(statement)
                .setParameter("before", storedBefore)
                .executeUpdate());
    }

    private static Uni<Integer> delete(Mutiny.StatelessSession session, String statement, String run) {
        return session.createMutationQuery(statement).setParameter("run", run).executeUpdate();
    }
}
