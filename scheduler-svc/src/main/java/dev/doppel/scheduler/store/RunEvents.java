package dev.doppel.scheduler.store;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was said on {@code doppel.results} about each run, numbered per run, for people who watch. Thread-safe. */
public final class RunEvents {
    private final Sql sql;

    public RunEvents(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param seq position in the run, from 1, without gaps
     * @param type short type such as {@code step.finished}
     * @param data the record as JSON
     */
    public record RunEvent(long seq, String type, String data) {}

    /**
     * A record about to be kept.
     *
     * @param id {@code ce_id}: a second one with the same id in the run is passed over
     * @param instance null when it concerns the whole run
     */
    public record Received(
            RunId run,
            String id,
            String type,
            @Nullable InstanceId instance,
            @Nullable Integer attempt,
            String data) {}

    /** Keeps records in order; idempotent. Records of runs that are not in this queue are passed over. */
    public void append(List<Received> records) {
        sql.transaction(tx -> {
            for (Received record : records) {
                List<Row> run = tx.run(
                        "select next_event from scheduler.run where id = $1 for update",
                        record.run().value());
                if (run.isEmpty()) {
                    continue;
                }
                if (tx.change(
                                "insert into scheduler.run_event (run_id, seq, event_id, type, instance, attempt, data)"
                                        + " values ($1, $2, $3, $4, $5, $6, $7) on conflict (run_id, event_id) do nothing",
                                record.run().value(),
                                run.getFirst().getLong("next_event"),
                                record.id(),
                                record.type(),
                                record.instance() == null
                                        ? null
                                        : record.instance().value(),
                                record.attempt(),
                                record.data())
                        > 0) {
                    tx.run(
                            "update scheduler.run set next_event = next_event + 1 where id = $1",
                            record.run().value());
                }
            }
            records.stream()
                    .map(r -> r.run().value())
                    .distinct()
                    .forEach(run -> tx.run("select pg_notify('doppel_scheduler', $1)", "run " + run));
            return null;
        });
    }

    /** Events after a position, at most {@code limit}. */
    public List<RunEvent> after(RunId run, long seq, int limit) {
        List<RunEvent> events = new ArrayList<>();
        sql.run(
                        "select seq, type, data from scheduler.run_event where run_id = $1 and seq > $2 order by seq"
                                + " limit $3",
                        run.value(),
                        seq,
                        limit)
                .forEach(row ->
                        events.add(new RunEvent(row.getLong("seq"), row.getString("type"), row.getString("data"))));
        return events;
    }

    /** The runner's verdict on an attempt, if it was published. */
    public @Nullable String testsFinished(InstanceId instance, int attempt, RunId run) {
        List<Row> rows = sql.run(
                "select data from scheduler.run_event where run_id = $1 and type = 'tests.finished'"
                        + " and instance = $2 and attempt = $3",
                run.value(),
                instance.value(),
                attempt);
        return rows.isEmpty() ? null : rows.getFirst().getString("data");
    }
}
