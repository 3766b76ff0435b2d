package dev.doppel.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.embedded.postgres.PostgresServer;
import dev.doppel.testkit.exit.AtExit;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The one-machine platform's PostgreSQL: a run that was accepted must be there when somebody has killed it. */
class KilledPostgresTest {
    @Test
    void whatWasCommittedIsThereAfterAKill() throws Exception {
        Path directory = AtExit.folder("doppel-killed-postgres");
        try (PostgresServer first = EmbeddedPostgres.of(directory, PostgresServer.SURVIVES_A_KILL)) {
            try (Connection connection = DriverManager.getConnection(first.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept (n int)");
                for (int n = 1; n <= 20; n++) {
                    statement.execute("insert into kept values (" + n + ")");
                }
                first.process().destroyForcibly().waitFor();
            }
        }
        try (PostgresServer second = EmbeddedPostgres.of(directory, PostgresServer.SURVIVES_A_KILL);
                Connection connection = DriverManager.getConnection(second.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(20);
        }
    }
}
