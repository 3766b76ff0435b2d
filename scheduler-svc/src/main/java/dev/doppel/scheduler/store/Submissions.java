package dev.doppel.scheduler.store;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes runs durable. Thread-safe. */
public final class Submissions {
    private final Sql sql;

    public Submissions(Sql sql) {
        this.sql = sql;
    }

    /** What became of a submission. */
    public sealed interface Outcome {
        /** Durable now. */
        record Stored(RunId run) implements Outcome {}

        /** The same submission came before. */
        record Repeated(RunId run) implements Outcome {}

        /** The key was used for another submission. */
        record KeyTaken(RunId run) implements Outcome {}
    }

    /** The run of a team's idempotency key, or null. */
    public @Nullable Outcome earlier(TeamId team, String key, String digest) {
        List<Row> rows = sql.run(
                "select digest, run_id from scheduler.submission where team = $1 and key = $2", team.value(), key);
        if (rows.isEmpty()) {
            return null;
        }
        RunId run = new RunId(rows.getFirst().getString("run_id"));
        return rows.getFirst().getString("digest").equals(digest)
                ? new Outcome.Repeated(run)
                : new Outcome.KeyTaken(run);
    }

    /**
     * Stores run, instances, files and first messages in one transaction.
     *
     * @param key idempotency key, null for none
     * @param digest of the submission
     */
    public Outcome store(NewRun run, @Nullable String key, String digest) {
        storeBlobs(run.blobs());
        return sql.transaction(tx -> {
            tx.run(
                    "insert into scheduler.run (id, project, created_at, max_parallel, unfinished, options, warnings, invalid,"
                            + " deadline, team) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    run.run().value(),
                    run.project(),
                    run.at().atOffset(ZoneOffset.UTC),
                    run.options().maxParallel(),
                    run.instances().size(),
                    Rows.write(run.options()),
                    Rows.write(run.warnings()),
                    run.invalid(),
                    run.deadline() == null ? null : run.deadline().atOffset(ZoneOffset.UTC),
                    run.team().value());
            if (key != null
                    && tx.change(
                                    "insert into scheduler.submission (team, key, digest, run_id) values ($1, $2, $3, $4)"
                                            + " on conflict (team, key) do nothing",
                                    run.team().value(),
                                    key,
                                    digest,
                                    run.run().value())
                            == 0) {
                throw new KeyRace();
            }
            instances(tx, run);
            outbox(tx, run.messages());
            tx.run("select pg_notify('doppel_scheduler', 'queue')");
            return (Outcome) new Outcome.Stored(run.run());
        });
    }

    /** Two submissions with one key at the same moment: the other one was first. */
    public static final class KeyRace extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void storeBlobs(Map<String, byte[]> blobs) {
        for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
            sql.run(
                    "insert into scheduler.blob (sha256, content) values ($1, $2) on conflict (sha256) do update set used_at = now()",
                    blob.getKey(),
                    Buffer.buffer(blob.getValue()));
        }
    }

    private static void instances(Sql.Tx tx, NewRun run) {
        List<Tuple> rows = new ArrayList<>();
        List<Tuple> items = new ArrayList<>();
        int seq = 0;
        for (NewRun.NewInstance instance : run.instances()) {
            rows.add(Sql.tuple(
                    instance.id().value(),
                    run.run().value(),
                    seq++,
                    instance.name(),
                    instance.file(),
                    instance.definition(),
                    Rows.write(instance.files()),
                    "queued",
                    "PENDING"));
            int itemSeq = 0;
            for (Map.Entry<String, String> item : instance.items()) {
                items.add(Sql.tuple(instance.id().value(), item.getKey(), item.getValue(), itemSeq++, "PENDING"));
            }
        }
        tx.batch(
                "insert into scheduler.instance (id, run_id, seq, name, file, definition, files, phase, state)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                rows);
        tx.batch("insert into scheduler.item (instance_id, name, kind, seq, state) values ($1, $2, $3, $4, $5)", items);
    }

    static void outbox(Sql.Tx tx, List<Encoded> messages) {
        List<Tuple> rows = new ArrayList<>();
        for (Encoded message : messages) {
            rows.add(Sql.tuple(
                    message.topic().name(),
                    message.key(),
                    Rows.write(message.headers()),
                    message.data().length == 0 ? null : Buffer.buffer(message.data())));
        }
        tx.batch("insert into scheduler.outbox (topic, key, headers, data) values ($1, $2, $3, $4)", rows);
        if (!rows.isEmpty()) {
            tx.run("select pg_notify('doppel_scheduler', 'outbox')");
        }
    }

    /** A record without value: compaction forgets the key. */
    public static Encoded tombstone(dev.doppel.contract.event.Topic topic, String key) {
        return new Encoded(topic, key, Map.of(), new byte[0]);
    }
}
