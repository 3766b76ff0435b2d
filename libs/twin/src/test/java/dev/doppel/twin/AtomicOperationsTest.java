package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.value.Values;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order of ten steps over four tables that fails wherever it is told to, while others read and order. */
class AtomicOperationsTest extends Statements {
    /** Where the order can be told to fail: its steps by number, then its answer, then what tables refuse by themselves. */
    private static final List<String> FAILURES =
            List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "answer", "nobody", "conflict", "no", "full");

    private static final String SHOP =
            """
            tables:
              - {name: accounts, seedData: [{id: a, balance: 1000}, {id: b, balance: 0}]}
              - {name: stock, seedData: [{id: lamp, left: 900}]}
              - {name: holds, seedData: [{id: h, note: first}]}
              - {name: orders, seedData: [{id: taken, amount: 0}]}
              - {name: small, maxItems: 1, seedData: [{id: only}]}
            customOperations:
              - name: Order
                consistency: atomic
                steps:
                  - {type: read, resource: accounts, id: 'FAIL(1, input.from)', as: x}
                  - {type: validate, condition: 'FAIL(2, input.fail != "no")', errorMessage: not now, errorStatus: 422}
                  - {type: update, resource: accounts, id: '"a"', set: {balance: 'FAIL(3, x.balance - 1)'}}
                  - {type: read, resource: accounts, id: '"b"', as: y}
                  - {type: update, resource: accounts, id: 'input.fail == "nobody" ? "nobody" : FAIL(4, y.id)', set: {balance: y.balance + 1}}
                  - {type: create, resource: orders, as: o, set: {id: 'input.fail == "conflict" ? "taken" : nil', amount: 'FAIL(5, 1)'}}
                  - {type: delete, resource: holds, id: 'FAIL(6, "h")'}
                  - {type: create, resource: holds, set: {id: '"h"', note: 'FAIL(7, "again")'}}
                  - {type: read, resource: stock, id: 'FAIL(8, "lamp")', as: s}
                  - {type: update, resource: stock, id: s.id, set: {left: 'FAIL(9, s.left - 1)'}}
                  - {type: create, resource: small, x-when: 'input.fail == "full"', set: {n: 1}}
                  - {type: set, var: left, value: 'FAIL(10, s.left)'}
                response: {order: o.id, left: 'input.fail == "answer" ? input.nothing.at.all : left'}
              - name: Look
                steps:
                  - {type: list, resource: accounts, as: accounts}
                  - {type: list, resource: orders, as: orders}
                  - {type: list, resource: stock, as: stock}
                  - {type: list, resource: holds, as: holds}
                response:
                  money: sum(accounts, .balance)
                  paid: 'find(accounts, .id == "b").balance - sum(orders, .amount)'
                  goods: sum(stock, .left) + sum(orders, .amount)
                  holds: len(holds)
            mocks:
              - {id: order, http: {matcher: {method: POST, path: /order}, statefulBinding: {table: orders, action: custom, operation: Order}}}
              - {id: look, http: {matcher: {method: GET, path: /look}, statefulBinding: {table: orders, action: custom, operation: Look}}}
              - {id: accounts, http: {matcher: {method: GET, path: /accounts}, statefulBinding: {table: accounts, action: list}}}
              - {id: orders, http: {matcher: {method: GET, path: /orders}, statefulBinding: {table: orders, action: list}}}
              - {id: stock, http: {matcher: {method: GET, path: /stock}, statefulBinding: {table: stock, action: list}}}
              - {id: holds, http: {matcher: {method: GET, path: /holds}, statefulBinding: {table: holds, action: list}}}
              - {id: small, http: {matcher: {method: GET, path: /small}, statefulBinding: {table: small, action: list}}}
            """.replaceAll("FAIL\\((\\d+), ((?:[^()])+)\\)", "(input.fail == \"$1\" ? input.nothing.at.all : $2)");

    private static final Map<String, Object> CONSISTENT =
            Map.of("money", 1000L, "paid", 0L, "goods", 900L, "holds", 1L);

    private static Twins.Reply order(Twins.Speaker s, String fail) {
        return s.json("POST", "/order", "{\"from\":\"a\",\"fail\":\"" + fail + "\"}");
    }

    /** Everything that clients can see, times and order of rows included. */
    private static String state(Twins.Speaker s) {
        StringBuilder out = new StringBuilder();
        for (String path : List.of("/accounts", "/orders?limit=1000", "/stock", "/holds", "/small")) {
            out.append(s.get(path).text()).append('\n');
        }
        return out.toString();
    }

    @Test
    void T099_whereverAnAtomicOperationFailsNothingOfItIsLeft() {
        var s = Twins.start(config(SHOP));
        assertThat(order(s, "").status()).isEqualTo(200);
        String before = state(s);
        for (String failure : FAILURES) {
            var answer = order(s, failure);
            assertThat(answer.status()).as(failure + ": " + answer.text()).isGreaterThanOrEqualTo(400);
            assertThat(state(s)).as(failure).isEqualTo(before);
        }
        assertThat(order(s, "no").status()).isEqualTo(422);
        assertThat(order(s, "nobody").status()).isEqualTo(404);
        assertThat(order(s, "conflict").status()).isEqualTo(409);
        assertThat(order(s, "full").status()).isEqualTo(507);
        assertThat(order(s, "").status()).isEqualTo(200);
        assertThat(s.get("/look").json()).containsAllEntriesOf(CONSISTENT);
    }

    /** A clock that breaks when it is asked for the n-th time: a fault of ours, in the middle of whatever asks. */
    private static final class BreakingClock extends Clock {
        final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        private final AtomicInteger ticks = new AtomicInteger();

        @Override
        public Instant instant() {
            if (left.decrementAndGet() == 0) {
                throw new IllegalStateException("the clock broke");
            }
            return Instant.ofEpochSecond(1_700_000_000L + ticks.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aFaultOfOursInAnyStepLeavesNothingEither() {
        BreakingClock clock = new BreakingClock();
        var s = new Twins.Speaker(
                Twins.engine(config(SHOP), Map.of(), TwinOptions.defaults().withClock(clock))
                        .start());
        String before = state(s);
        int broken = 0;
        for (int n = 1; ; n++) {
            clock.left.set(n);
            boolean held = order(s, clock);
            clock.left.set(Integer.MAX_VALUE);
            if (held) {
                break;
            }
            String after = state(s);
            if (!after.equals(before)) {
                assertThat(s.get("/look").json()).containsAllEntriesOf(CONSISTENT);
                break;
            }
            broken++;
        }
        assertThat(broken).as("moments at which the clock broke").isGreaterThan(6);
        assertThat(order(s, "").status()).isEqualTo(200);
    }

    /** True when the order came through before the clock broke. */
    private static boolean order(Twins.Speaker s, BreakingClock clock) {
        try {
            return order(s, "").status() == 200 && clock.left.get() > 0;
        } catch (IllegalStateException broken) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16})
    void T105_readersSeeWholeOrdersOnlyWhileSomeFailAtEveryStep(int threads) throws Exception {
        var s = Twins.start(config(SHOP));
        CountDownLatch start = new CountDownLatch(1);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger looks = new AtomicInteger();
        List<Future<Integer>> writers = new ArrayList<>();
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads + 4)) {
            for (int t = 0; t < threads; t++) {
                int first = t;
                writers.add(pool.submit(() -> orders(s, start, first)));
            }
            for (int t = 0; t < 4; t++) {
                boolean lists = t % 2 == 0;
                readers.add(pool.submit(reader(s, start, writing, lists, looks)));
            }
            start.countDown();
            int made = 0;
            for (Future<Integer> writer : writers) {
                made += writer.get();
            }
            writing.set(false);
            for (Future<Integer> reader : readers) {
                reader.get();
            }
            assertThat(made).isEqualTo(threads * FAILURES.size());
            assertThat(looks.get()).isGreaterThan(4);
            assertThat(s.get("/look").json()).containsAllEntriesOf(CONSISTENT);
            assertThat(s.get("/accounts").text()).contains("\"balance\":" + made);
            assertThat(Values.listOrEmpty(s.get("/orders?limit=1000").at("/data")))
                    .hasSize(made + 1);
            assertThat(s.get("/stock").at("/data/0/left")).isEqualTo(900L - made);
        }
    }

    private static int orders(Twins.Speaker s, CountDownLatch start, int first) throws InterruptedException {
        start.await();
        int made = 0;
        for (int i = 0; i < FAILURES.size(); i++) {
            String failure = FAILURES.get((first + i) % FAILURES.size());
            assertThat(order(s, failure).status()).isGreaterThanOrEqualTo(400);
            made += order(s, "").status() == 200 ? 1 : 0;
        }
        return made;
    }

    private static Callable<Integer> reader(
            Twins.Speaker s, CountDownLatch start, AtomicBoolean writing, boolean lists, AtomicInteger looks) {
        return () -> {
            start.await();
            while (writing.get()) {
                if (lists) {
                    long money = 0;
                    for (Object row : Values.listOrEmpty(s.get("/accounts").at("/data"))) {
                        money += (Long) Values.mapOrEmpty(row).get("balance");
                    }
                    assertThat(money).isEqualTo(1000L);
                    assertThat(Values.listOrEmpty(s.get("/holds").at("/data"))).hasSize(1);
                } else {
                    assertThat(s.get("/look").json()).containsAllEntriesOf(CONSISTENT);
                }
                looks.incrementAndGet();
            }
            return 0;
        };
    }

    /** What stays is told; what is undone never happened; an operation that failed is not told of. */
    @Test
    void aFailedOperationTellsItsWebhooksOfTheRowsThatItLeaves() {
        for (String consistency : List.of("best_effort", "atomic")) {
            var s = Twins.start(config("""
                    tables: [{name: notes, seedData: [{id: n1, text: a}]}]
                    customOperations:
                      - name: Half
                        consistency: CONSISTENCY
                        steps:
                          - {type: update, resource: notes, id: '"n1"', set: {text: '"b"'}}
                          - {type: create, resource: notes, set: {text: '"c"'}}
                          - {type: read, resource: notes, id: input.id, as: last}
                        response: {text: last.text}
                    mocks:
                      - {id: free, http: {matcher: {method: POST, path: /free}, statefulOperation: Half}}
                      - {id: bound, http: {matcher: {method: POST, path: /bound}, statefulBinding: {table: notes, action: custom, operation: Half}}}
                    webhooks:
                      - {on: notes.create, url: "http://localhost:1/made", format: json}
                      - {on: notes.update, url: "http://localhost:1/changed", format: json}
                      - {on: Half, url: "http://localhost:1/done", format: json}
                    """.replace("CONSISTENCY", consistency)));
            for (String path : List.of("/free", "/bound")) {
                Twins.Reply failed = s.json("POST", path, "{\"id\": \"none\"}");
                assertThat(failed.status()).isEqualTo(404);
                assertThat(failed.raw().webhooks())
                        .extracting(w -> w.url())
                        .containsExactlyInAnyOrderElementsOf(
                                consistency.equals("atomic")
                                        ? List.of()
                                        : List.of("http://localhost:1/made", "http://localhost:1/changed"));
                assertThat(s.json("POST", path, "{\"id\": \"n1\"}").raw().webhooks())
                        .hasSize(3);
            }
        }
    }
}
