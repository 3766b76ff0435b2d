package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.contract.request.TwinTable;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Upstand;
import dev.doppel.mock.plane.Wire;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Twins that serve hosts of an environment, over real sockets. */
class TwinsInEnvironmentTest {
    private static final String TASKS = """
            version: "1.0"
            tables:
              - name: tasks
                idField: id
                seedData:
                  - {id: t1, title: sweep}
            mocks:
              - {id: list, http: {matcher: {method: GET, path: /tasks}, statefulBinding: {table: tasks, action: list}}}
              - {id: make, http: {matcher: {method: POST, path: /tasks}, statefulBinding: {table: tasks, action: create}}}
            """;
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    private static final String BUSY = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";

    private final Plane plane =
            Plane.start().caller("shop", 1).outside(80).outside(443).runner();

    @AfterEach
    void close() {
        plane.close();
    }

    private Plane tasks(String more) {
        return plane.twin("tasks", "tasks.example", TASKS + more, Map.of());
    }

    private Wire https() throws Exception {
        return Wire.tls(plane.address(1), plane.outsideAt(443), "tasks.example", plane);
    }

    private void command(String id, TwinCommand.Op op, @Nullable String table, @Nullable String row, String title) {
        plane.environments()
                .request(new TwinCommand(
                        plane.attempt(),
                        id,
                        "tasks",
                        op,
                        table,
                        row,
                        title.isEmpty()
                                ? null
                                : JsonNodeFactory.instance.objectNode().put("title", title),
                        null));
    }

    private BarrierAnswer barrier(String id, long quiet, long latest, TwinTable... tables) {
        plane.environments()
                .request(new BarrierRequest(
                        plane.attempt(),
                        id,
                        quiet,
                        latest,
                        "",
                        Set.of(BarrierRequest.Source.INTERCEPTION),
                        List.of(tables)));
        return plane.barrier(id);
    }

    private TwinAnswer answer(String id) {
        return plane.await(TwinAnswer.class, a -> a.requestId().equals(id));
    }

    @Test
    void theTwinServesItsHostAndEveryExchangeIsEvidence() throws Exception {
        assertThat(tasks("").apply().problem()).isNull();
        try (Wire wire = https()) {
            Wire.Response made = wire.post("tasks.example", "/tasks", "application/json", "{\"title\":\"wash\"}")
                    .response();
            assertThat(made.status()).isEqualTo(201);
            assertThat(wire.get("tasks.example", "/tasks").response().text()).contains("wash", "sweep");
        }
        Exchange exchange = plane.exchange(e -> e.request().method().equals("POST"));
        assertThat(exchange.answeredBy()).isEqualTo(Exchange.AnsweredBy.TWIN);
        assertThat(exchange.answerer()).isEqualTo("tasks/make");
        assertThat(exchange.origin()).isEqualTo("shop");
        assertThat(exchange.request().body().text()).isEqualTo("{\"title\":\"wash\"}");
        assertThat(exchange.response().body().text()).contains("wash");
        assertThat(exchange.delivered()).isTrue();
    }

    /** An instance has a state of its own, so a key that would choose a run elsewhere chooses none here. */
    @Test
    void rowsMadeWithAnyKeyAreThoseThatTestsSee() throws Exception {
        tasks("").apply();
        try (Wire wire = https()) {
            wire.send(
                    "POST /tasks HTTP/1.1\r\nHost: tasks.example\r\nAuthorization: Bearer sk_test_run_7\r\n"
                            + "X-Mockd-Run: other\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"title\":\"wash\"}");
            assertThat(wire.response().status()).isEqualTo(201);
            assertThat(wire.get("tasks.example", "/tasks").response().text()).contains("wash");
        }
        command("c1", TwinCommand.Op.LIST, "tasks", null, "");
        assertThat(answer("c1").data().text()).contains("wash", "sweep");
    }

    @Test
    void aMatchingMockBeatsTheTwinAndWhatTheTwinLacksIsItsOwnNotFound() throws Exception {
        tasks("")
                .mock(Mocks.of("tasks.example", "/tasks").method("GET").body("{\"mock\":true}"))
                .apply();
        try (Wire wire = https()) {
            assertThat(wire.get("tasks.example", "/tasks").response().text()).isEqualTo("{\"mock\":true}");
            assertThat(wire.post("tasks.example", "/tasks", "application/json", "{}")
                            .response()
                            .status())
                    .isEqualTo(201);
            Wire.Response lacking = wire.get("tasks.example", "/nothing").response();
            assertThat(lacking.status()).isEqualTo(404);
            assertThat(lacking.text()).contains("no_match");
        }
        assertThat(plane.exchange(e -> e.request().path().equals("/nothing")).answeredBy())
                .isEqualTo(Exchange.AnsweredBy.TWIN);
    }

    @Test
    void aTwinThatCannotBeLoadedIsAProblemWithItsPlace() {
        EnvironmentApplied applied = plane.twin(
                        "tasks",
                        "tasks.example",
                        TASKS + "extend: [{mock: nobody, table: tasks, action: list}]\n",
                        Map.of())
                .apply();
        assertThat(applied.problem()).contains("the twin tasks cannot be loaded", "twins/tasks.yaml:", "nobody");
    }

    @Test
    void webhooksAreCallsOfTheTwinRetriedUntilTheyAreTaken() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Upstand hook = Upstand.at(plane.address(2), (self, wire) -> {
            while (true) {
                self.next(wire);
                wire.send(calls.incrementAndGet() == 1 ? BUSY : OK);
            }
        })) {
            plane.service("orders", 2, hook.port());
            tasks("webhooks: [{on: tasks.create, url: 'http://orders/hook', format: stripe, secret: whsec_1,"
                            + " delayMs: 50, retries: 2}]\n")
                    .apply();
            try (Wire wire = https()) {
                wire.post("tasks.example", "/tasks", "application/json", "{\"title\":\"wash\"}")
                        .response();
            }
            assertThat(barrier("b1", 20, 20_000).quiet()).isTrue();
            List<Exchange> hooks = plane.exchanges().stream()
                    .filter(e -> "tasks".equals(e.origin()))
                    .toList();
            assertThat(hooks).hasSize(2).allSatisfy(e -> {
                assertThat(e.target()).isEqualTo("orders");
                assertThat(e.internal()).isTrue();
                assertThat(e.answeredBy()).isEqualTo(Exchange.AnsweredBy.ITEM);
                assertThat(e.request().headers()).containsKey("stripe-signature");
                assertThat(e.request().body().text()).contains("tasks.create", "wash");
            });
            assertThat(hooks.getFirst().response().status()).isEqualTo(503);
            assertThat(hooks.getLast().response().status()).isEqualTo(200);
            assertThat(hook.received().getFirst().line()).isEqualTo("POST /hook HTTP/1.1");
            plane.assertNumbersComplete();
        }
    }

    @Test
    void aPromisedCallHoldsQuietOnlyWhenItIsDueBeforeTheLatestTime() throws Exception {
        tasks("webhooks: [{on: tasks.create, url: 'http://elsewhere.example/hook', format: json, delayMs: 700}]\n")
                .mock(Mocks.of("elsewhere.example", "*").status(204))
                .apply();
        try (Wire wire = https()) {
            wire.post("tasks.example", "/tasks", "application/json", "{}").response();
        }
        BarrierAnswer soon = barrier("soon", 10, 100);
        assertThat(soon.quiet()).isTrue();
        assertThat(soon.lastArrivalNumber()).isEqualTo(1);
        BarrierAnswer later = barrier("later", 10, 10_000);
        assertThat(later.quiet()).isTrue();
        assertThat(later.lastArrivalNumber()).isEqualTo(2);
        assertThat(plane.exchange(e -> "tasks".equals(e.origin())).answeredBy()).isEqualTo(Exchange.AnsweredBy.MOCK);
    }

    @Test
    void commandsReadAndWriteRowsEmitWebhooksAndAreAnsweredOnce() throws Exception {
        tasks("webhooks: [{on: tasks.create, url: 'http://elsewhere.example/hook', format: json}]\n")
                .mock(Mocks.of("elsewhere.example", "*").status(204))
                .apply();
        command("c1", TwinCommand.Op.CREATE, "tasks", null, "dust");
        command("c1", TwinCommand.Op.CREATE, "tasks", null, "dust");
        TwinAnswer created = answer("c1");
        assertThat(created.error()).isNull();
        assertThat(created.data().text()).contains("dust");
        assertThat(plane.exchange(e -> "tasks".equals(e.origin())).arrivalNumber())
                .isGreaterThan(created.arrivalNumber());
        command("c2", TwinCommand.Op.PATCH, "tasks", "t1", "mop");
        assertThat(answer("c2").data().text()).contains("mop");
        command("c3", TwinCommand.Op.LIST, "tasks", null, "");
        assertThat(answer("c3").data().text()).startsWith("[").contains("dust", "mop");
        command("c4", TwinCommand.Op.DELETE, "tasks", "t1", "");
        assertThat(answer("c4").error()).isNull();
        command("c5", TwinCommand.Op.GET, "tasks", "t1", "");
        assertThat(answer("c5").error()).contains("get on twin tasks, table tasks", "t1");
        command("c6", TwinCommand.Op.LIST, "nothing", null, "");
        assertThat(answer("c6").error()).contains("there is no table nothing; tables: tasks");
        command("c7", TwinCommand.Op.RESET, null, null, "");
        assertThat(answer("c7").error()).isNull();
        command("c8", TwinCommand.Op.LIST, "tasks", null, "");
        assertThat(answer("c8").data().text()).contains("sweep").doesNotContain("dust");
        assertThat(plane.of(TwinAnswer.class)).hasSize(8);
        plane.assertNumbersComplete();
    }

    @Test
    void aBarrierShowsTheRowsOfItsMomentJustBeforeItsAnswer() throws Exception {
        tasks("").apply();
        try (Wire wire = https()) {
            wire.post("tasks.example", "/tasks", "application/json", "{\"title\":\"wash\"}")
                    .response();
        }
        BarrierAnswer answer = barrier("b1", 20, 5000, new TwinTable("tasks", "tasks"), new TwinTable("tasks", "typo"));
        List<TwinRows> rows = plane.of(TwinRows.class);
        assertThat(rows).extracting(TwinRows::recordNumber).containsExactly(2L, 3L);
        assertThat(answer.recordNumber()).isEqualTo(4);
        assertThat(rows.getFirst().rows().text()).contains("wash", "sweep");
        assertThat(rows.getLast().error()).contains("there is no table typo; tables: tasks");
    }
}
