package dev.doppel.scheduler.store;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Ends of runs before their time. Nothing is erased: what was decided stays. Thread-safe. */
public final class Cancellations {
    private static final String BY_USER = "cancelled by the user";

    private final Sql sql;
    private final String owner;

    /** @param owner {@code replica/incarnation} of this life, as in {@link Queue} */
    public Cancellations(Sql sql, String owner) {
        this.sql = sql;
        this.owner = owner;
    }

    /** An instance that never started, and why it will not. */
    public record Waiting(InstanceRow instance, String reason) {}

    /** Asks for the end of a run; one that has finished is left as it is. False when there is no such run. */
    public boolean cancel(RunId run) {
        return sql.transaction(tx -> {
            tx.run(
                    "update scheduler.run set cancelled = true, cancel_reason = $2"
                            + " where id = $1 and finished_at is null and not cancelled",
                    run.value(),
                    BY_USER);
            tx.run("select pg_notify('doppel_scheduler', 'queue')");
            return !tx.run("select 1 from scheduler.run where id = $1", run.value())
                    .isEmpty();
        });
    }

    /** Ends runs whose overall time is up. */
    public void overdue() {
        sql.run("update scheduler.run set cancelled = true, cancel_reason = 'run time-out after '"
                + " || round(extract(epoch from deadline - created_at)) || ' s'"
                + " where deadline < now() and not cancelled and finished_at is null");
    }

    /** Instances of this life whose run was cancelled, with the reason. */
    public Map<InstanceId, String> ofMine() {
        Map<InstanceId, String> cancelled = new LinkedHashMap<>();
        sql.run(
                        "select i.id, r.cancel_reason from scheduler.instance i join scheduler.run r on r.id = i.run_id"
                                + " where i.lease_owner = $1 and r.cancelled and i.phase in " + Queue.ALIVE,
                        owner)
                .forEach(row -> cancelled.put(new InstanceId(row.getString("id")), row.getString("cancel_reason")));
        return cancelled;
    }

    /** Instances of cancelled runs that still wait; each is closed by {@link #end}. */
    public List<Waiting> queued() {
        List<Waiting> waiting = new ArrayList<>();
        sql.run("select " + Rows.INSTANCE_COLUMNS + ", (select cancel_reason from scheduler.run r where r.id = run_id)"
                        + " as cancel_reason from scheduler.instance where phase = 'queued' and run_id in"
                        + " (select id from scheduler.run where cancelled and finished_at is null) order by seq")
                .forEach(row -> waiting.add(new Waiting(Rows.instance(row), row.getString("cancel_reason"))));
        return waiting;
    }

    /** Ends an instance that never started; false when another replica was faster. */
    public boolean end(Waiting waiting, List<Encoded> messages, Function<FinishedRun, Encoded> finish) {
        return sql.transaction(tx -> {
            if (tx.change(
                            "update scheduler.instance set phase = 'gone', state = 'STOPPED', verdict = 'CANCELLED',"
                                    + " reason = $2 where id = $1 and phase = 'queued'",
                            waiting.instance().id().value(),
                            waiting.reason())
                    == 0) {
                return false;
            }
            Submissions.outbox(tx, messages);
            Queue.finishRun(tx, waiting.instance().run(), finish);
            return true;
        });
    }
}
