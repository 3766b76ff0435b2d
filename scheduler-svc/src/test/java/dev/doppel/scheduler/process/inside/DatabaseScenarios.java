package dev.doppel.scheduler.process.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.scheduler.contract.Scenario;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.DatabasePlan;
import dev.doppel.scheduler.environment.ItemPlan.InitFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/** Real databases with init files. */
public final class DatabaseScenarios implements AutoCloseable {
    private final Rig rig = new Rig();

    public DatabaseScenarios() throws Exception {}

    @Override
    public void close() {
        rig.close();
    }

    @Scenario
    void D053_twoInitFilesRunInListOrderBeforeTheFirstConnection() throws Exception {
        EnvironmentPlan plan = rig.plan(
                "seeded",
                postgres(
                        "db",
                        file(
                                "schema.sql",
                                "CREATE TABLE stock (sku text PRIMARY KEY, n int);\nINSERT INTO stock VALUES ('a', 50);"),
                        file(
                                "more.sql",
                                "UPDATE stock SET n = n - 1 WHERE sku = 'a';\nINSERT INTO stock VALUES ('b', 7);")));
        EnvironmentLayout layout = rig.create(plan);
        rig.start(plan, "db");
        try (Connection connection = connect(layout, "db", "dokkimi", "dokkimi", "dokkimi")) {
            assertThat(rows(connection, "SELECT sku || n FROM stock ORDER BY sku"))
                    .containsExactly("a49", "b7");
            assertThat(rows(connection, "SELECT rolname::text FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1"))
                    .containsExactly("dokkimi");
            assertThat(rows(connection, "SELECT datname::text FROM pg_database ORDER BY 1"))
                    .containsExactly("dokkimi", "postgres", "template0", "template1");
            assertThat(rows(connection, "SELECT x FROM (VALUES ('b'), ('A'), ('a'), ('B')) v(x) ORDER BY x"))
                    .as("ordering as in en_US.utf8")
                    .containsExactly("a", "A", "b", "B");
        }
        rig.remove(plan);
    }

    @Scenario
    void D054_eachEnvironmentGetsItsOwnFreshDatabase() throws Exception {
        InitFile init = file("init.sql", "CREATE TABLE stock (n int); INSERT INTO stock VALUES (50);");
        EnvironmentPlan one = rig.plan("fresh-1", postgres("db", init));
        EnvironmentPlan two = rig.plan("fresh-2", postgres("db", init));
        EnvironmentLayout first = rig.create(one);
        EnvironmentLayout second = rig.create(two);
        rig.start(one, "db");
        rig.start(two, "db");
        try (Connection a = connect(first, "db", "dokkimi", "dokkimi", "dokkimi");
                Connection b = connect(second, "db", "dokkimi", "dokkimi", "dokkimi")) {
            a.createStatement().execute("UPDATE stock SET n = 49");
            assertThat(rows(a, "SELECT n FROM stock")).containsExactly("49");
            assertThat(rows(b, "SELECT n FROM stock")).containsExactly("50");
        }
        rig.remove(one);
        rig.remove(two);
    }

    @Scenario
    void D091_defaultsAreUserPasswordAndDatabaseDokkimi() throws Exception {
        EnvironmentPlan plan = rig.plan("defaults", postgres("db"));
        EnvironmentLayout layout = rig.create(plan);
        assertThat(rig.start(plan, "db").detail()).matches("postgres (15|18.*)");
        connect(layout, "db", "dokkimi", "dokkimi", "dokkimi").close();
        assertThatThrownBy(() -> connect(layout, "db", "dokkimi", "wrong", "dokkimi"))
                .hasMessageContaining("password authentication failed");
        rig.remove(plan);
    }

    @Scenario
    void D093_noAuthAcceptsAnUnauthenticatedClient() throws Exception {
        DatabasePlan open = new DatabasePlan("postgres", null, "x", "x", "x", true, List.of());
        EnvironmentPlan plan = rig.plan("open", database("db", null, open));
        EnvironmentLayout layout = rig.create(plan);
        rig.start(plan, "db");
        try (Connection connection = connect(layout, "db", "postgres", "", "postgres")) {
            assertThat(rows(connection, "SELECT current_user || ' ' || current_database()"))
                    .containsExactly("postgres postgres");
        }
        rig.remove(plan);
    }

    @Scenario
    void D094_nobodyCanConnectBeforeTheInitFilesAreComplete() throws Exception {
        EnvironmentPlan plan = rig.plan(
                "late", postgres("db", file("slow.sql", "SELECT pg_sleep(1); CREATE TABLE last_thing (n int);")));
        EnvironmentLayout layout = rig.create(plan);
        var starting = rig.provider().start(plan, "db");
        int refusals = 0;
        List<String> tables = new ArrayList<>();
        while (tables.isEmpty()) {
            try (Connection connection = connectOnce(layout, "db", "dokkimi", "dokkimi", "dokkimi")) {
                tables.addAll(rows(connection, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"));
                assertThat(tables).containsExactly("last_thing");
            } catch (SQLException notYet) {
                assertThat(notYet.getSQLState()).isIn("08001", "57P03");
                refusals++;
                if (starting.isCompletedExceptionally()) {
                    Rig.get(starting);
                }
            }
        }
        assertThat(refusals).isPositive();
        Rig.get(starting);
        rig.remove(plan);
    }

    @Scenario
    void aPgDumpFileWithCopyFromStdinIsRestored() throws Exception {
        String dump = """
                --
                -- PostgreSQL database dump
                --
                \\restrict abcdef
                SET statement_timeout = 0;
                SET client_encoding = 'UTF8';
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE FUNCTION public.twice(n integer) RETURNS integer
                    LANGUAGE plpgsql
                    AS $_$ BEGIN RETURN n * 2; -- a ; in here
                    END; $_$;
                ALTER FUNCTION public.twice(n integer) OWNER TO dokkimi;
                CREATE FUNCTION public.once(n integer) RETURNS integer
                    LANGUAGE sql
                    BEGIN ATOMIC
                     SELECT CASE WHEN (n > 0) THEN n ELSE 0 END;
                    END;
                CREATE TABLE public.goods (id integer NOT NULL, name text, note text);
                COPY public.goods (id, name, note) FROM stdin;
                1\tcup; saucer\t\\N
                2\tit's\ttab\\tinside
                3\t\\\\.\tü
                \\.


                SELECT pg_catalog.setval('public.missing', 1, true) WHERE false;
                ALTER TABLE ONLY public.goods ADD CONSTRAINT goods_pkey PRIMARY KEY (id);
                \\unrestrict abcdef
                """.replace("SELECT pg_catalog.setval('public.missing', 1, true) WHERE false;\n", "");
        EnvironmentPlan plan = rig.plan("dump", postgres("db", gzip("dump.sql.gz", dump)));
        EnvironmentLayout layout = rig.create(plan);
        rig.start(plan, "db");
        try (Connection connection = connect(layout, "db", "dokkimi", "dokkimi", "dokkimi")) {
            assertThat(rows(connection, "SELECT id || name || coalesce(note, '-') FROM goods ORDER BY id"))
                    .containsExactly("1cup; saucer-", "2it'stab\tinside", "3\\.ü");
            assertThat(rows(connection, "SELECT twice(4) + once(-1)")).containsExactly("8");
        }
        rig.remove(plan);
    }

    @Scenario
    void aFailingInitFileIsNamedWithItsLineAndTheServersWords() throws Exception {
        EnvironmentPlan plan = rig.plan(
                "failing",
                postgres(
                        "db",
                        file("ok.sql", "CREATE TABLE a (n int);"),
                        file(
                                "bad.sql",
                                "INSERT INTO a VALUES (1);\n\nINSERT INTO a\n  VALUES (1) RETURNIN n;\nSELECT 1;")));
        rig.create(plan);
        EnvironmentFailure failure = catchThrowableOfType(EnvironmentFailure.class, () -> rig.start(plan, "db"));
        assertThat(failure)
                .hasMessageContaining(
                        "item db: init file bad.sql, line 4: ERROR: syntax error at or near \"RETURNIN\"");
        assertThat(failure.lastLines()).anyMatch(line -> line.contains("RETURNIN"));
        assertThat(rig.observed.events()).noneMatch(e -> e.kind().equals("exited"));
        rig.remove(plan);

        EnvironmentPlan meta = rig.plan("meta", postgres("db", file("meta.sql", "SELECT 1;\n\\i other.sql\n")));
        rig.create(meta);
        assertThatThrownBy(() -> rig.start(meta, "db"))
                .hasMessageContaining("init file meta.sql, line 2: the psql command \\i");
        rig.remove(meta);
    }

    @Scenario
    void aShellScriptCallsPsql() throws Exception {
        String script =
                "set -e\npsql -v ON_ERROR_STOP=1 --username \"$POSTGRES_USER\" --dbname \"$POSTGRES_DB\" <<-EOSQL\n"
                        + "CREATE TABLE by_shell AS SELECT '$POSTGRES_PASSWORD' AS p;\nEOSQL\n";
        ItemPlan item = postgres("db", file("users.sh", script));
        EnvironmentPlan plan = rig.plan("shell", item);
        List<String> problems = Rig.get(rig.provider().check(plan));
        if (!problems.isEmpty()) {
            assertThat(problems).singleElement().asString().contains("users.sh, line 2: it calls psql");
            return;
        }
        EnvironmentLayout layout = rig.create(plan);
        rig.start(plan, "db");
        try (Connection connection = connect(layout, "db", "dokkimi", "dokkimi", "dokkimi")) {
            assertThat(rows(connection, "SELECT p FROM by_shell")).containsExactly("dokkimi");
        }
        rig.remove(plan);
        EnvironmentPlan failing = rig.plan("shell2", postgres("db", file("x.sh", "echo so long; exit 3\n")));
        rig.create(failing);
        EnvironmentFailure failure = catchThrowableOfType(EnvironmentFailure.class, () -> rig.start(failing, "db"));
        assertThat(failure).hasMessageContaining("init file x.sh ended with code 3");
        assertThat(failure.lastLines()).contains("so long");
        rig.remove(failing);
    }

    @Scenario
    void versionsAreMappedOrRefused() throws Exception {
        DatabasePlan old = new DatabasePlan("postgres", "9.6", "d", "d", "d", false, List.of());
        DatabasePlan current = new DatabasePlan("postgres", "18.1", "d", "d", "d", false, List.of());
        EnvironmentPlan plan = rig.plan(
                "versions",
                database("old", null, old),
                database("current", null, current),
                database(
                        "image",
                        "library/postgres:18-alpine",
                        new DatabasePlan("postgres", null, "d", "d", "d", false, List.of())),
                database(
                        "gis",
                        "postgis/postgis:15",
                        new DatabasePlan("postgres", null, "d", "d", "d", false, List.of())),
                database("mysql", null, new DatabasePlan("mysql", null, "d", "d", "d", false, List.of())));
        assertThat(Rig.get(rig.provider().check(plan)))
                .satisfiesExactly(
                        first -> assertThat(first).contains("item old: postgres 9.6 cannot be had", "18"),
                        second -> assertThat(second).contains("item gis: image postgis/postgis:15"),
                        third -> assertThat(third).contains("item mysql: databases of kind mysql"));
    }

    @Scenario
    void removalEndsAStartThatIsUnderWay() throws Exception {
        EnvironmentPlan plan = rig.plan(
                "hasty",
                postgres("db", file("slow.sql", "SELECT pg_sleep(60);")),
                postgres("sh", file("slow.sh", "sleep 60\n")));
        rig.create(plan);
        var sql = rig.provider().start(plan, "db");
        var shell = rig.provider().start(plan, "sh");
        for (String item : List.of("db", "sh")) {
            rig.observed.await(
                    "init file of " + item,
                    e -> e.kind().equals("progress") && e.item().equals(item));
        }
        rig.remove(plan);
        assertThatThrownBy(() -> Rig.get(sql)).isInstanceOf(EnvironmentFailure.class);
        assertThatThrownBy(() -> Rig.get(shell)).isInstanceOf(EnvironmentFailure.class);
        assertThat(Rig.tool("sh", "-c", "ps -eo args | grep -c '[p]ostgres.*port='"))
                .isEqualTo("0");
        assertThat(Rig.get(rig.provider().existing())).isEmpty();
    }

    @Scenario
    void timesOfADatabase() throws Exception {
        for (String version : new String[] {"18", null}) {
            for (int round = 0; round < 4; round++) {
                DatabasePlan plan = new DatabasePlan(
                        "postgres",
                        version,
                        "dokkimi",
                        "dokkimi",
                        "dokkimi",
                        false,
                        List.of(file("a.sql", "CREATE TABLE a (n int);")));
                EnvironmentPlan environment = rig.plan("time-" + version + round, database("db", null, plan));
                EnvironmentLayout layout = rig.create(environment);
                long start = System.nanoTime();
                String detail = rig.start(environment, "db").detail();
                long started = System.nanoTime();
                Connection connection = null;
                while (connection == null) {
                    try {
                        connection = connectOnce(layout, "db", "dokkimi", "dokkimi", "dokkimi");
                    } catch (SQLException notYet) {
                        java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                    }
                }
                long ready = System.nanoTime();
                connection.close();
                rig.remove(environment);
                System.out.printf(
                        "times: %s start with one init file %d ms, then ready after %d ms, removed in %d ms%n",
                        detail,
                        (started - start) / 1_000_000,
                        (ready - started) / 1_000_000,
                        (System.nanoTime() - ready) / 1_000_000);
            }
        }
    }

    private static ItemPlan postgres(String name, InitFile... files) {
        return database(
                name, null, new DatabasePlan("postgres", null, "dokkimi", "dokkimi", "dokkimi", false, List.of(files)));
    }

    private static ItemPlan database(String name, String image, DatabasePlan plan) {
        return new ItemPlan(
                name, ItemKind.DATABASE, image, null, null, 5432, Map.of(), Map.of(), ItemPlan.Limits.NONE, null, plan);
    }

    private static InitFile file(String name, String text) {
        return new InitFile(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static InitFile gzip(String name, String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new InitFile(name, out.toByteArray());
    }

    /** Connects as soon as the server has opened its port, which it does a moment after start has completed. */
    private static Connection connect(EnvironmentLayout layout, String item, String user, String password, String name)
            throws SQLException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try {
                return connectOnce(layout, item, user, password, name);
            } catch (SQLException e) {
                boolean notYet = "08001".equals(e.getSQLState()) || "57P03".equals(e.getSQLState());
                if (!notYet || System.nanoTime() > end) {
                    throw e;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static Connection connectOnce(
            EnvironmentLayout layout, String item, String user, String password, String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + layout.items().get(item).address() + ":5432/" + name, properties);
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
