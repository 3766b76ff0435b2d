package dev.doppel.results.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.Verdict;
import dev.doppel.results.store.EventRow;
import dev.doppel.results.store.InstanceRow;
import dev.doppel.results.store.RunEndRow;
import dev.doppel.results.store.RunQueries;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of a run to its report. Pure. */
public final class Reports {
    private Reports() {}

    /** The report of what is stored. */
    public static RunReport of(RunQueries.Stored stored) {
        Map<String, InstanceFold> folds = new LinkedHashMap<>();
        for (InstanceRow row : stored.instances()) {
            folds.put(row.id, new InstanceFold(new InstanceRef(new InstanceId(row.id), row.name, row.file)));
        }
        for (EventRow event : stored.events()) {
            InstanceFold fold = folds.get(event.instance);
            if (fold != null) {
                fold.add(message(event));
            }
        }
        RunEndRow end = stored.end();
        return new RunReport(
                new RunId(stored.run().id),
                stored.run().project,
                stored.run().acceptedAt,
                end == null ? null : end.finishedAt,
                end == null ? null : Verdict.valueOf(end.verdict),
                list(stored.run().invalid, new TypeReference<List<InvalidDefinition>>() {}),
                list(stored.run().warnings, new TypeReference<List<String>>() {}),
                folds.values().stream().map(InstanceFold::report).toList());
    }

    private static ResultMessage message(EventRow event) {
        try {
            return (ResultMessage) MessageCodec.decode(event.kind, event.data.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableMessage e) {
            throw new IllegalStateException("event " + event.key + " was stored but cannot be read back", e);
        }
    }

    private static <T> List<T> list(String json, TypeReference<List<T>> type) {
        try {
            return MessageCodec.json().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list was stored but cannot be read back", e);
        }
    }
}
