package dev.doppel.scheduler.store;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.event.Topic;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Forgets finished runs after their time, and the files that no run needs any more. Thread-safe. */
public final class Retention {
    private static final int AT_ONCE = 100;

    private final Sql sql;

    public Retention(Sql sql) {
        this.sql = sql;
    }

    /**
     * Forgets at most 100 runs.
     *
     * @return how many were forgotten
     */
    public int forget(Duration keep) {
        OffsetDateTime before = Instant.now().minus(keep).atOffset(ZoneOffset.UTC);
        return sql.transaction(tx -> {
            List<Row> old = tx.run(
                    "select id from scheduler.run where finished_at < $1 order by finished_at limit " + AT_ONCE
                            + " for update skip locked",
                    before);
            for (Row row : old) {
                String run = row.getString("id");
                tx.run(
                        "delete from scheduler.item where instance_id in (select id from scheduler.instance where run_id = $1)",
                        run);
                tx.run("delete from scheduler.instance where run_id = $1", run);
                tx.run("delete from scheduler.run_event where run_id = $1", run);
                tx.run("delete from scheduler.submission where run_id = $1", run);
                tx.run("delete from scheduler.run where id = $1", run);
            }
            if (!old.isEmpty()) {
                blobs(tx, before);
            }
            return old.size();
        });
    }

    private static void blobs(Sql.Tx tx, OffsetDateTime before) {
        List<Encoded> tombstones = new ArrayList<>();
        for (Row row : tx.run(
                "delete from scheduler.blob b where b.used_at < $1"
                        + " and not exists (select 1 from scheduler.instance i where i.definition = b.sha256"
                        + " or position(b.sha256 in i.files) > 0) returning b.sha256, length(b.content) as size",
                before)) {
            int size = row.getInteger("size");
            int parts = Math.max(1, (size + BlobRef.PART_BYTES - 1) / BlobRef.PART_BYTES);
            BlobRef ref = new BlobRef(row.getString("sha256"), size, parts);
            for (int part = 0; part < parts; part++) {
                tombstones.add(Submissions.tombstone(Topic.BLOBS, ref.key(part)));
            }
        }
        Submissions.outbox(tx, tombstones);
    }
}
