package dev.doppel.scheduler.process.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.scheduler.process.sql.Part.CopyIn;
import dev.doppel.scheduler.process.sql.Part.Meta;
import dev.doppel.scheduler.process.sql.Part.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
    private static final long SEED = 20261121;

    @Test
    void statementsEndAtSemicolonsOutsideOfQuotes() {
        assertThat(SqlScript.parse("select ';'; select \"a;b\" ;\n\nselect $$ ; $$; select $x$ ; $$ $x$"))
                .containsExactly(
                        new Statement(1, "select ';'"),
                        new Statement(1, "select \"a;b\""),
                        new Statement(3, "select $$ ; $$"),
                        new Statement(3, "select $x$ ; $$ $x$"));
    }

    @Test
    void commentsNestAndHideSemicolons() {
        assertThat(SqlScript.parse("-- a ; b\nselect 1 /* ; /* ; */ ; */ + 2;-- end"))
                .containsExactly(new Statement(2, "select 1 /* ; /* ; */ ; */ + 2"));
    }

    @Test
    void quotesMayBeDoubledAndEscaped() {
        assertThat(SqlScript.parse("select 'it''s;', E'it\\'s;', 'c:\\'; select 2"))
                .containsExactly(new Statement(1, "select 'it''s;', E'it\\'s;', 'c:\\'"), new Statement(1, "select 2"));
    }

    @Test
    void bodiesOfSqlFunctionsStayWhole() {
        String function =
                "create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end";
        assertThat(SqlScript.parse(function + "; begin; commit;"))
                .containsExactly(new Statement(1, function), new Statement(1, "begin"), new Statement(1, "commit"));
    }

    @Test
    void parenthesesHoldRules() {
        String rule = "create rule r as on insert to t do also (insert into a values (1); insert into b values (2))";
        assertThat(SqlScript.parse(rule + ";")).containsExactly(new Statement(1, rule));
    }

    @Test
    void dollarsAreNotAlwaysQuotes() {
        assertThat(SqlScript.parse("select a$b$c; prepare p as select $1; select 2"))
                .containsExactly(
                        new Statement(1, "select a$b$c"),
                        new Statement(1, "prepare p as select $1"),
                        new Statement(1, "select 2"));
    }

    @Test
    void copyTakesItsLines() {
        assertThat(SqlScript.parse(
                        "select 1;\nCOPY \"from\".t (a) FROM STDIN WITH (FORMAT csv);\n1;2\n'x\n\\.\nselect 2;"))
                .containsExactly(
                        new Statement(1, "select 1"),
                        new CopyIn(2, "COPY \"from\".t (a) FROM STDIN WITH (FORMAT csv)", "1;2\n'x\n"),
                        new Statement(6, "select 2"));
        assertThat(SqlScript.parse("copy t from stdin;\n1\n2"))
                .containsExactly(new CopyIn(1, "copy t from stdin", "1\n2"));
        assertThat(SqlScript.parse("copy t from '/tmp/stdin';\n1"))
                .hasSize(2)
                .first()
                .isInstanceOf(Statement.class);
    }

    @Test
    void backslashCommandsKeepTheirLine() {
        List<Part> parts = SqlScript.parse("\n\\connect shop  admin \nselect 1 \\gexec\nselect 2;");
        assertThat(parts)
                .containsExactly(
                        new Meta(2, "connect", "shop  admin", ""),
                        new Meta(3, "gexec", "", "select 1"),
                        new Statement(4, "select 2"));
    }

    @Test
    void anyTextIsCutWithoutFailingAndLosesNoStatement() {
        Random random = new Random(SEED);
        String[] pieces = {
            "select",
            " 1",
            ";",
            "'",
            "\"",
            "$$",
            "$a$",
            "--",
            "/*",
            "*/",
            "\n",
            "\\.",
            "\\c x",
            "(",
            ")",
            "copy t from stdin",
            "begin",
            "end",
            "create function",
            "\\",
            "é",
            "\r\n"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
            }
            int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
            for (Part part : SqlScript.parse(text.toString())) {
                assertThat(part.line()).as("seed %d, text %s", SEED, text).isBetween(1, lines);
            }
        }
    }
}
