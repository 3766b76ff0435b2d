package dev.doppel.scheduler.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.Verdict;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows to records and JSON columns to values. */
final class Rows {
    static final String INSTANCE_COLUMNS =
            "id, run_id, name, file, definition, files, phase, attempt, incarnation, holder, version, published,"
                    + " step_failed, verdict, reason, again";

    private Rows() {}

    static InstanceRow instance(Row row) {
        String incarnation = row.getString("incarnation");
        String holder = row.getString("holder");
        String verdict = row.getString("verdict");
        return new InstanceRow(
                new InstanceId(row.getString("id")),
                new RunId(row.getString("run_id")),
                row.getString("name"),
                row.getString("file"),
                row.getString("definition"),
                read(row.getString("files"), new TypeReference<List<StoredFile>>() {}),
                row.getString("phase"),
                row.getInteger("attempt"),
                incarnation == null ? null : new Incarnation(incarnation),
                holder == null ? null : new ReplicaId(holder),
                row.getLong("version"),
                row.getBoolean("published"),
                row.getBoolean("step_failed"),
                verdict == null ? null : Verdict.valueOf(verdict),
                row.getString("reason"),
                row.getBoolean("again"));
    }

    static <T> T read(String json, TypeReference<T> type) {
        try {
            return MessageCodec.json().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the queue holds JSON that this version cannot read", e);
        }
    }

    static String write(@Nullable Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value, e);
        }
    }
}
