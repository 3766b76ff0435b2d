package dev.doppel.scheduler.store;

import java.util.HashMap;
import java.util.Map;

/** Counts what is in the queue, for people who watch the installation. Thread-safe. */
public final class Census {
    private final Sql sql;

    public Census(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param queued instances that wait for a place
     * @param runs kept runs by state: PENDING, RUNNING, COMPLETED, FAILED, CANCELLED
     * @param instances instances that are not gone, by state (definition spec 8.1)
     */
    public record Counts(long queued, Map<String, Long> runs, Map<String, Long> instances) {
        public Counts {
            runs = Map.copyOf(runs);
            instances = Map.copyOf(instances);
        }
    }

    /** Counts now; two queries. */
    public Counts take() {
        Map<String, Long> runs = new HashMap<>();
        sql.run("select case when r.verdict = 'PASSED' then 'COMPLETED' when r.verdict = 'CANCELLED' then 'CANCELLED'"
                        + " when r.verdict is not null then 'FAILED' when exists (select 1 from scheduler.instance i"
                        + " where i.run_id = r.id and i.phase <> 'queued') then 'RUNNING' else 'PENDING' end as state,"
                        + " count(*) as n from scheduler.run r group by 1")
                .forEach(row -> runs.put(row.getString("state"), row.getLong("n")));
        Map<String, Long> instances = new HashMap<>();
        long queued = 0;
        for (var row : sql.run("select state, phase = 'queued' as queued, count(*) as n from scheduler.instance"
                + " where phase <> 'gone' group by 1, 2")) {
            instances.merge(row.getString("state"), row.getLong("n"), Long::sum);
            if (row.getBoolean("queued")) {
                queued += row.getLong("n");
            }
        }
        return new Counts(queued, runs, instances);
    }
}
