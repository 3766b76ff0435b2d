package dev.doppel.scheduler.store;

import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads runs for people. Thread-safe. */
public final class RunViews {
    private static final String RUN =
            "select r.id, r.team, r.project, r.created_at, r.finished_at, r.verdict, r.cancelled, r.warnings, r.invalid,"
                    + " (select count(*) from scheduler.instance i where i.run_id = r.id) as instances,"
                    + " exists (select 1 from scheduler.instance i where i.run_id = r.id and i.phase <> 'queued') as begun"
                    + " from scheduler.run r";

    private final Sql sql;

    public RunViews(Sql sql) {
        this.sql = sql;
    }

    /** The run with its instances and items as they are now. */
    public Optional<RunView> one(RunId run) {
        List<Row> rows = sql.run(RUN + " where r.id = $1", run.value());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<RunView.ItemView>> items = new HashMap<>();
        sql.run(
                        "select t.instance_id, t.name, t.kind, t.state, t.detail from scheduler.item t"
                                + " join scheduler.instance i on i.id = t.instance_id where i.run_id = $1 order by t.seq",
                        run.value())
                .forEach(row -> items.computeIfAbsent(row.getString("instance_id"), id -> new ArrayList<>())
                        .add(new RunView.ItemView(
                                row.getString("name"),
                                row.getString("kind"),
                                row.getString("state"),
                                row.getString("detail"))));
        List<RunView.InstanceView> instances = new ArrayList<>();
        sql.run(
                        "select id, name, file, state, phase, attempt, verdict, reason, again from scheduler.instance"
                                + " where run_id = $1 order by seq",
                        run.value())
                .forEach(row -> instances.add(new RunView.InstanceView(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("file"),
                        row.getString("state"),
                        row.getString("phase"),
                        row.getInteger("attempt"),
                        row.getString("phase").equals("finishing") ? null : row.getString("verdict"),
                        row.getString("reason"),
                        items.getOrDefault(row.getString("id"), List.of()))));
        Row row = rows.getFirst();
        return Optional.of(new RunView(
                row.getString("id"),
                row.getString("team"),
                row.getString("project"),
                state(row),
                row.getString("verdict"),
                instant(row.getOffsetDateTime("created_at")),
                finished(row),
                row.getBoolean("cancelled"),
                instances,
                row.getString("warnings"),
                row.getString("invalid")));
    }

    /**
     * The newest runs, newest first.
     *
     * @param team whose; null for everybody's
     */
    public List<RunView.Summary> recent(@Nullable TeamId team, int limit) {
        List<RunView.Summary> runs = new ArrayList<>();
        sql.run(
                        RUN + " where $1 = '' or r.team = $1 order by r.created_at desc, r.id desc limit $2",
                        team == null ? "" : team.value(),
                        limit)
                .forEach(row -> runs.add(new RunView.Summary(
                        row.getString("id"),
                        row.getString("team"),
                        row.getString("project"),
                        state(row),
                        row.getString("verdict"),
                        instant(row.getOffsetDateTime("created_at")),
                        finished(row),
                        row.getInteger("instances"))));
        return runs;
    }

    private static String state(Row row) {
        String verdict = row.getString("verdict");
        if (verdict == null) {
            return row.getBoolean("begun") ? "RUNNING" : "PENDING";
        }
        return switch (verdict) {
            case "PASSED" -> "COMPLETED";
            case "CANCELLED" -> "CANCELLED";
            default -> "FAILED";
        };
    }

    private static @Nullable Instant finished(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("finished_at");
        return at == null ? null : at.toInstant();
    }

    private static Instant instant(OffsetDateTime at) {
        return at.toInstant();
    }
}
