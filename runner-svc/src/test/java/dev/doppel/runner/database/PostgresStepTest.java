package dev.doppel.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.instance.ItemEndpoint;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** dbQuery steps against a real Postgres. */
class PostgresStepTest {
    private static final String DB = "  - {type: DATABASE, name: db, database: postgres, noAuth: true}\n";

    private static World.Result run(String steps, int port) {
        List<ItemEndpoint> items = List.of(
                new ItemEndpoint("db", ItemKind.DATABASE, "127.0.0.1", port, "postgres", "postgres", "postgres", null));
        return World.run(
                World.withSteps(steps).replace("tests:\n", DB + "tests:\n"),
                items,
                Duration.ofSeconds(3),
                log -> log::accept,
                (world, asked) -> Answer.json(200, "{\"id\": 7}"));
    }

    private static World.Result passes(String steps) {
        World.Result result = run(steps, EmbeddedPostgres.port());
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        return result;
    }

    private static World.Result fails(String steps, String error) {
        World.Result result = run(steps, EmbeddedPostgres.port());
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.FAILED);
        assertThat(result.finished().reason()).contains(error);
        return result;
    }

    @Test
    void D029_D036_D042_D043_rowsAndCounts() {
        passes("""
                - action: {type: httpRequest, method: GET, url: svc/}
                  extract: {orderId: response.body.id}
                - action:
                    type: dbQuery
                    database: db
                    query: >
                      DROP TABLE IF EXISTS orders;
                      CREATE TABLE orders (id int, status text, total_cents bigint)
                - action: {type: dbQuery, database: db, query: "INSERT INTO orders VALUES (7, 'paid', 2498), (8, 'new', 1)"}
                  assertions:
                    - {path: rowsAffected, operator: eq, value: 2}
                    - {path: $.response.data, operator: isEmpty}
                    - {path: error, operator: eq, value: ''}
                - action:
                    type: dbQuery
                    database: db
                    query: >
                      SELECT status, total_cents FROM orders
                      WHERE id = {{orderId}}
                  assertions:
                    - {path: 'data[0].status', operator: eq, value: paid}
                    - {path: 'data[0].total_cents', operator: eq, value: 2498}
                    - {path: $.response.success, operator: eq, value: true}
                    - {path: $.response.rowsAffected, operator: eq, value: 1}
                """);
    }

    @Test
    void D136_aRejectedStatementFailsUnlessAskedFor() {
        fails("""
                - action: {type: dbQuery, database: db, query: "SELECT * FROM no_such_table"}
                """, "no_such_table");
        passes("""
                - action: {type: dbQuery, database: db, query: "SELECT * FROM no_such_table"}
                  assertions:
                    - {path: success, operator: eq, value: false}
                    - {path: $.response.error, operator: contains, value: no_such_table}
                - action: {type: dbQuery, database: db, query: "SELECT 1 AS one"}
                - action: {type: dbQuery, database: db, query: "SELECT * FROM no_such_table"}
                  assertions: [{path: error, operator: contains, value: no_such_table}]
                """);
        fails("""
                - action: {type: dbQuery, database: db, query: "SELECT * FROM no_such_table"}
                  assertions: [{path: rowsAffected, operator: eq, value: 0}]
                """, "no_such_table");
    }

    @Test
    void D137_parametersBindAndWithReturnsRows() {
        passes("""
                - action: {type: dbQuery, database: db, query: "SELECT $1::int + $2::int AS n, $2::text AS t", params: {'1': 2, '2': 3}}
                  assertions: [{path: 'data[0].n', operator: eq, value: 5}, {path: 'data[0].t', operator: eq, value: '3'}]
                - action: {type: dbQuery, database: db, query: "SELECT $1::int AS n", params: [4]}
                  assertions: [{path: 'data[0].n', operator: eq, value: 4}]
                - action:
                    type: dbQuery
                    database: db
                    query: "WITH x AS (SELECT :name::text AS a, ':name' AS b, '{\\"k\\": 1}'::jsonb ? 'k' AS c) SELECT * FROM x WHERE a = $name"
                    params: {name: "O'Hara"}
                  assertions:
                    - {path: 'data[0].a', operator: eq, value: "O'Hara"}
                    - {path: 'data[0].b', operator: eq, value: ':name'}
                    - {path: 'data[0].c', operator: eq, value: true}
                - action: {type: dbQuery, database: db, query: "SELECT 1 AS n WHERE 2 = ANY($1::int[]) AND ($2::jsonb)->>'a' = 'b'", params: [[1, 2], {a: b}]}
                  assertions: [{path: $.response.rowsAffected, operator: eq, value: 1}]
                """);
        fails("""
                - action: {type: dbQuery, database: db, query: "SELECT $2::int", params: {'1': 2}}
                """, "$2");
    }

    @Test
    void valuesKeepTheirTypesAndTheTextOfTheEngine() {
        passes("""
                - action:
                    type: dbQuery
                    database: db
                    query: >
                      SELECT 12345678901234567890.123456789::numeric AS num, true AS b, NULL AS nothing, 1.5::float8 AS f,
                      '{"a": [1]}'::jsonb AS j, ARRAY[1,2,NULL] AS ints, ARRAY['a','b'] AS texts,
                      '\\x01ff'::bytea AS bin, TIMESTAMPTZ '2026-01-02 03:04:05.6+00' AS ts, DATE '2026-01-02' AS d,
                      ARRAY[TIMESTAMP '2026-01-02 03:04:05'] AS tss
                  assertions:
                    - {path: '$.response.data[0].num', operator: eq, value: 12345678901234567890.123456789}
                    - {path: '$.response.data[0].b', operator: eq, value: true}
                    - {path: '$.response.data[0].nothing', operator: notExists}
                    - {path: '$.response.data[0].f', operator: eq, value: 1.5}
                    - {path: '$.response.data[0].j.a[0]', operator: eq, value: 1}
                    - {path: '$.response.data[0].ints', operator: eq, value: [1, 2, null]}
                    - {path: '$.response.data[0].texts', operator: eq, value: [a, b]}
                    - {path: '$.response.data[0].bin', operator: eq, value: '\\x01ff'}
                    - {path: '$.response.data[0].ts', operator: eq, value: '2026-01-02 03:04:05.6+00'}
                    - {path: '$.response.data[0].d', operator: eq, value: '2026-01-02'}
                    - {path: '$.response.data[0].tss[0]', operator: eq, value: '2026-01-02 03:04:05'}
                """);
    }

    @Test
    void ofSeveralStatementsTheLastCounts() {
        passes("""
                - action: {type: dbQuery, database: db, query: "CREATE TEMP TABLE t(a int); INSERT INTO t VALUES (1),(2),(3); SELECT count(*) AS n FROM t;"}
                  assertions: [{path: 'data[0].n', operator: eq, value: 3}]
                - action: {type: dbQuery, database: db, query: "SELECT a FROM t ORDER BY a"}
                  assertions: [{path: $.response.rowsAffected, operator: eq, value: 3}]
                """);
    }

    @Test
    void aSlowStatementTimesOutAndTheConnectionIsRenewed() {
        World.Result result = run("""
                - action: {type: dbQuery, database: db, query: "SELECT pg_sleep(20)", timeout: 200}
                  stopOnFailure: false
                - action: {type: dbQuery, database: db, query: "SELECT 1 AS n"}
                """, EmbeddedPostgres.port());
        assertThat(result.step(0, 0).error()).contains("200 ms");
        assertThat(result.step(0, 1).outcome().name()).isEqualTo("PASSED");
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aDatabaseThatIsNotThereFailsEvenWhenTheErrorIsAskedFor() {
        World.Result result = run("""
                - action: {type: dbQuery, database: db, query: "SELECT 1", timeout: 10000}
                  assertions: [{path: success, operator: eq, value: false}]
                """, 1);
        assertThat(result.finished().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.step(0, 0).error()).contains("db");
    }

    @Test
    void aQueryStepThatLooksAtTrafficOpensItsWindowWithAMark() {
        World.Result result = passes("""
                - action: {type: httpRequest, method: GET, url: svc/}
                - action: {type: dbQuery, database: db, query: "SELECT 1"}
                  assertions:
                    - match: {path: $.traffic, count: 0}
                """);
        assertThat(result.requests().getFirst()).isInstanceOf(MarkRequest.class);
    }
}
