package dev.doppel.results.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Exchanges are the bulk of what is stored: a whole batch goes in one statement. One that is there already stays as it is. */
final class ExchangeInsert {
    private static final String STATEMENT = """
            insert into results.exchange (instance_id, attempt, record_number, exchange_id, arrival_number, origin, target,
                                          received_at, bytes, data)
            select instance_id, attempt, record_number, exchange_id, arrival_number, origin, target, received_at, bytes, data
              from json_to_recordset(cast(cast(:rows as text) as json)) as r (instance_id text, attempt integer, record_number bigint,
                   exchange_id text, arrival_number bigint, origin text, target text, received_at timestamptz, bytes bigint,
                   data text)
            on conflict do nothing
            """;

    private ExchangeInsert() {}

    static Uni<Void> all(Mutiny.StatelessSession session, List<ExchangeRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        ArrayNode json = JsonNodeFactory.instance.arrayNode(rows.size());
        for (ExchangeRow row : rows) {
            json.addObject()
                    .put("instance_id", row.key.instance())
                    .put("attempt", row.key.attempt())
                    .put("record_number", row.key.number())
                    .put("exchange_id", row.exchange)
                    .put("arrival_number", row.arrivalNumber)
                    .put("origin", row.origin)
                    .put("target", row.target)
                    .put("received_at", row.receivedAt.toString())
                    .put("bytes", row.bytes)
                    .put("data", row.data);
        }
        return session.createNativeQuery(STATEMENT)
                .setParameter("rows", json.toString())
                .executeUpdate()
                .replaceWithVoid();
    }
}
