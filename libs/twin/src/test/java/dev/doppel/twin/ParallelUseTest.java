package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A hundred threads on one table: every effect is there in the end, once. */
class ParallelUseTest extends Statements {
    private static final int THREADS = 100;
    private static final int EACH = 12;

    @Test
    void T125_everyEffectOfAHundredThreadsIsThereOnce() throws Exception {
        var s = Twins.start(crud("- {name: t, idStrategy: sequence, seedData: [{id: shared}]}"));
        CountDownLatch start = new CountDownLatch(1);
        Map<String, Long> expected = new TreeMap<>();
        List<Future<Map<String, Long>>> threads = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < THREADS; t++) {
                int me = t;
                threads.add(pool.submit(() -> life(s, start, me)));
            }
            start.countDown();
            for (Future<Map<String, Long>> thread : threads) {
                Map<String, Long> left = thread.get();
                assertThat(expected.keySet()).as("ids given twice").doesNotContainAnyElementsOf(left.keySet());
                expected.putAll(left);
            }
        }
        Map<String, Long> found = new TreeMap<>();
        List<Object> rows = Values.listOrEmpty(s.get("/t?limit=100000").at("/data"));
        for (Object row : rows) {
            Map<String, Object> r = Values.mapOrEmpty(row);
            if (!r.get("id").equals("shared")) {
                found.put(Values.show(r.get("id")), (Long) r.get("n"));
            }
        }
        assertThat(rows).hasSize(expected.size() + 1);
        assertThat(found).isEqualTo(expected);
        Map<String, Object> shared = s.get("/t/shared").json();
        for (int t = 0; t < THREADS; t++) {
            assertThat(shared).containsEntry("p" + t, EACH - 1L);
        }
    }

    /** Creates, replaces, patches, reads, lists and deletes; what this thread leaves behind, by id. */
    private static Map<String, Long> life(Twins.Speaker s, CountDownLatch start, int me) throws Exception {
        start.await();
        Map<String, Long> mine = new TreeMap<>();
        for (int i = 0; i < EACH; i++) {
            String id = Values.show(s.json("POST", "/t", "{\"n\":0}").at("/id"));
            long n = me * 1000L + i;
            assertThat(s.json("PUT", "/t/" + id, "{\"n\":1,\"gone\":1}").status())
                    .isEqualTo(200);
            assertThat(s.json("PATCH", "/t/" + id, "{\"n\":" + n + "}").at("/n"))
                    .isEqualTo(n);
            assertThat(s.json("PATCH", "/t/shared", "{\"p" + me + "\":" + i + "}")
                            .status())
                    .isEqualTo(200);
            assertThat(s.get("/t/" + id).at("/n")).isEqualTo(n);
            if (i % 3 == 0) {
                assertThat(s.delete("/t/" + id).status()).isEqualTo(204);
                assertThat(s.delete("/t/" + id).status()).as("deleted twice").isEqualTo(404);
            } else {
                mine.put(id, n);
            }
            if (i % 6 == 0) {
                Set<Object> seen = new HashSet<>();
                for (Object row : Values.listOrEmpty(s.get("/t?limit=100000").at("/data"))) {
                    assertThat(seen.add(Values.mapOrEmpty(row).get("id")))
                            .as("a row listed twice")
                            .isTrue();
                }
            }
        }
        return mine;
    }
}
