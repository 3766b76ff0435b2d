package dev.doppel.scheduler.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.Verdict;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The durable queue with its leases: an instance that is alive belongs to exactly one life of one replica. Thread-safe. */
public final class Queue {
    private static final long PLACEMENT_LOCK = 0x446f7070656c0001L;
    static final String ALIVE = "('placed','preparing','starting','running','finishing','closing')";
    private static final String BOOTING = "('placed','preparing','starting')";

    private final Sql sql;
    private final String owner;
    private final Duration lease;

    /**
     * @param owner {@code replica/incarnation} of this life
     * @param lease how long a lease holds
     */
    public Queue(Sql sql, String owner, Duration lease) {
        this.sql = sql;
        this.owner = owner;
        this.lease = lease;
    }

    /** Limits of a machine. */
    public record Limits(int maxParallel, int maxBooting) {}

    /**
     * What an arrow changes in the row.
     *
     * @param verdict null = leave it
     */
    public record Change(
            String phase,
            String state,
            int attempt,
            long version,
            boolean published,
            boolean stepFailed,
            @Nullable Verdict verdict,
            @Nullable String reason,
            boolean again,
            boolean release) {}

    /** An item's new state. */
    public record ItemChange(
            String item, ItemState state, @Nullable String detail) {}

    /**
     * Takes the next instance that may start: runs with fewer instances alive first, then older ones.
     *
     * @param holder where its environment will be
     * @param arrow the record of this arrow
     */
    public Optional<InstanceRow> place(
            ReplicaId holder, Incarnation incarnation, Limits limits, Function<InstanceRow, List<Encoded>> arrow) {
        return sql.transaction(tx -> {
            tx.run("select pg_advisory_xact_lock($1)", PLACEMENT_LOCK);
            Row counts = tx.run("select count(*) as alive, count(*) filter (where phase in " + BOOTING
                            + ") as booting from scheduler.instance where phase in " + ALIVE)
                    .getFirst();
            if (counts.getLong("alive") >= limits.maxParallel() || counts.getLong("booting") >= limits.maxBooting()) {
                return Optional.<InstanceRow>empty();
            }
            List<Row> next = tx.run("select i.id from scheduler.instance i join scheduler.run r on r.id = i.run_id"
                    + " cross join lateral (select count(*) as n from scheduler.instance a where a.run_id = i.run_id"
                    + " and a.phase in " + ALIVE + ") alive"
                    + " where i.phase = 'queued' and not r.cancelled and alive.n < r.max_parallel"
                    + " order by alive.n, r.created_at, i.seq limit 1 for update of i skip locked");
            if (next.isEmpty()) {
                return Optional.<InstanceRow>empty();
            }
            Row row = tx.run(
                            "update scheduler.instance set phase = 'placed', state = 'STARTING', attempt = attempt + 1,"
                                    + " holder = $2, incarnation = $3, published = false, step_failed = false,"
                                    + " verdict = null, reason = null, again = false, lease_owner = $4,"
                                    + " lease_until = $5 where id = $1 returning " + Rows.INSTANCE_COLUMNS,
                            next.getFirst().getString("id"),
                            holder.value(),
                            incarnation.value(),
                            owner,
                            leaseUntil())
                    .getFirst();
            InstanceRow placed = Rows.instance(row);
            tx.run(
                    "update scheduler.item set state = 'PENDING', detail = null where instance_id = $1",
                    placed.id().value());
            Submissions.outbox(tx, arrow.apply(placed));
            return Optional.of(placed);
        });
    }

    /**
     * Takes over what nobody drives: other replicas' by expiry, those of earlier lives of this replica at once, and own ones whose driver
     * ended without a word.
     *
     * @param driven instances that this life does drive
     */
    public List<InstanceRow> takeOver(String replica, Collection<InstanceId> driven) {
        List<InstanceRow> taken = new ArrayList<>();
        sql.run(
                        "update scheduler.instance set lease_owner = $1, lease_until = $2 where id in (select id from"
                                + " scheduler.instance where phase in " + ALIVE
                                + " and not id = any($4) and (lease_until < now()"
                                + " or (lease_owner like $3 and lease_owner <> $1))"
                                + " for update skip locked) returning " + Rows.INSTANCE_COLUMNS,
                        owner,
                        leaseUntil(),
                        replica.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "/%",
                        ids(driven))
                .forEach(row -> taken.add(Rows.instance(row)));
        return taken;
    }

    /** Extends the leases of what this life drives. */
    public void renew(Collection<InstanceId> driven) {
        sql.run(
                "update scheduler.instance set lease_until = $2 where lease_owner = $1 and id = any($3)",
                owner,
                leaseUntil(),
                ids(driven));
    }

    private static Object ids(Collection<InstanceId> instances) {
        return instances.stream().map(InstanceId::value).toArray(String[]::new);
    }

    /** Gives every lease back, so that others need not wait. */
    public void release() {
        sql.run("update scheduler.instance set lease_until = now() where lease_owner = $1", owner);
    }

    /**
     * Stores one decision: the row, items and outgoing records, or nothing at all.
     *
     * @param finish given when the instance is gone: makes the run's last record when it was the last instance
     * @return false when this life no longer owns the instance
     */
    public boolean store(
            InstanceRow instance,
            Change change,
            List<ItemChange> items,
            List<Encoded> messages,
            @Nullable Function<FinishedRun, Encoded> finish) {
        return sql.transaction(tx -> {
            if (tx.change(
                            "update scheduler.instance set phase = $3, state = $4, attempt = $5, version = $6,"
                                    + " published = $7, step_failed = $8, verdict = $9, reason = $10, again = $11,"
                                    + " lease_owner = case when $12 then null else lease_owner end"
                                    + " where id = $1 and lease_owner = $2",
                            instance.id().value(),
                            owner,
                            change.phase(),
                            change.state(),
                            change.attempt(),
                            change.version(),
                            change.published(),
                            change.stepFailed(),
                            change.verdict() == null ? null : change.verdict().name(),
                            change.reason(),
                            change.again(),
                            change.release())
                    == 0) {
                return false;
            }
            for (ItemChange item : items) {
                tx.run(
                        "update scheduler.item set state = $3, detail = coalesce($4, detail)"
                                + " where instance_id = $1 and name = $2",
                        instance.id().value(),
                        item.item(),
                        item.state().name(),
                        item.detail());
            }
            Submissions.outbox(tx, messages);
            if (finish != null) {
                finishRun(tx, instance.run(), finish);
            }
            if (change.release()) {
                tx.run("select pg_notify('doppel_scheduler', 'queue')");
            }
            return true;
        });
    }

    static void finishRun(Sql.Tx tx, RunId run, Function<FinishedRun, Encoded> finish) {
        Row left = tx.run(
                        "update scheduler.run set unfinished = unfinished - 1 where id = $1 returning unfinished",
                        run.value())
                .getFirst();
        if (left.getInteger("unfinished") > 0) {
            return;
        }
        List<FinishedRun.One> all = new ArrayList<>();
        tx.run("select name, verdict from scheduler.instance where run_id = $1 order by seq", run.value())
                .forEach(row ->
                        all.add(new FinishedRun.One(row.getString("name"), Verdict.valueOf(row.getString("verdict")))));
        FinishedRun finished = new FinishedRun(run, all);
        tx.run(
                "update scheduler.run set verdict = $2, finished_at = now() where id = $1",
                run.value(),
                finished.verdict().name());
        Submissions.outbox(tx, List.of(finish.apply(finished)));
    }

    /** Whether an attempt's environment has a reason to exist, whoever owns it. */
    public boolean alive(InstanceId instance, int attempt) {
        return !sql.run(
                        "select 1 from scheduler.instance where id = $1 and attempt = $2 and phase in " + ALIVE,
                        instance.value(),
                        attempt)
                .isEmpty();
    }

    /** Options of a run. */
    public RunOptions options(RunId run) {
        return Rows.read(
                sql.run("select options from scheduler.run where id = $1", run.value())
                        .getFirst()
                        .getString("options"),
                new TypeReference<RunOptions>() {});
    }

    /** When a run was accepted. */
    public Instant accepted(RunId run) {
        return sql.run("select created_at from scheduler.run where id = $1", run.value())
                .getFirst()
                .getOffsetDateTime("created_at")
                .toInstant();
    }

    /** Content of a blob. */
    public byte[] blob(String sha256) {
        List<Row> rows = sql.run("select content from scheduler.blob where sha256 = $1", sha256);
        if (rows.isEmpty()) {
            throw new IllegalStateException("blob " + sha256 + " is missing in the queue");
        }
        return rows.getFirst().getBuffer("content").getBytes();
    }

    private java.time.OffsetDateTime leaseUntil() {
        return Instant.now().plus(lease).atOffset(ZoneOffset.UTC);
    }
}
