package dev.doppel.scheduler.process;

import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.DatabasePlan;
import dev.doppel.scheduler.environment.ItemPlan.InitFile;
import dev.doppel.scheduler.process.DatabaseEngines.Engine;
import dev.doppel.scheduler.process.Spawner.Bind;
import dev.doppel.scheduler.process.Spawner.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts one PostgreSQL: a copy of the template in memory, on a port that only the platform knows; user, database and init files over that;
 * then again on its real port, so that nobody can connect before it is complete (definition spec 2.4). Confined to one call.
 */
final class DatabaseItem {
    private static final int INIT_PORT = 54_320;
    private static final int ENDED = -1;
    private static final String RAN = "doppel:ran ";
    private static final Duration RETRY = Duration.ofMillis(5);
    private static final String BOOTSTRAP = "doppel_bootstrap";

    private final ItemPlan item;
    private final DatabasePlan database;
    private final Spawner spawner;
    private final Spawner.Place place;
    private final Environment environment;
    private final EnvironmentObserver observer;
    private final Duration limit;
    private final BlockingQueue<Integer> ran = new LinkedBlockingQueue<>();

    DatabaseItem(ItemPlan item, Spawner spawner, Spawner.Place place, Environment environment, Duration limit) {
        this.item = item;
        this.database = Objects.requireNonNull(item.database());
        this.spawner = spawner;
        this.place = place;
        this.environment = environment;
        this.observer = environment.observer();
        this.limit = limit;
    }

    private String user() {
        return database.noAuth() ? "postgres" : database.user();
    }

    private String name() {
        return database.noAuth() ? "postgres" : database.database();
    }

    /**
     * Returns when the server was told to open its real port.
     *
     * @param template readable by any uid
     */
    void start(Engine engine, PostgresBinaries binaries, Path template) throws IOException, InterruptedException {
        RunningItem running = spawn(engine, binaries, template);
        // known to the environment from here on, so that its removal ends this start too
        environment.add(item.name(), running);
        running.onEnd(() -> ran.add(ENDED));
        try {
            bootstrap(running);
            int number = 0;
            for (InitFile file : database.initFiles()) {
                observer.progress(item.name(), "running init file " + file.name());
                run(running, file, number++);
            }
            running.reportEnd();
            running.say("serve");
            if (!running.alive()) {
                throw failure(running, "the server ended with code " + running.exitCode() + " after its init files");
            }
        } catch (SQLException e) {
            EnvironmentFailure failure = failure(running, "its user and database could not be made: " + e.getMessage());
            running.stop(Duration.ZERO);
            throw failure;
        } catch (IOException | RuntimeException e) {
            running.stop(Duration.ZERO);
            throw e;
        }
    }

    private RunningItem spawn(Engine engine, PostgresBinaries binaries, Path template) throws IOException {
        ItemFiles files = spawner.files(item, place);
        files.identity(
                place.address(),
                place.network().addresses().dns(),
                spawner.privileges(place).uid());
        files.put("doppel/init/hba.init", "local all all trust\nhost all all all trust\n");
        files.put(
                "doppel/init/hba.serve",
                "local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all all "
                        + (database.noAuth() ? "trust" : "scram-sha-256") + "\n");
        int number = 0;
        for (InitFile file : database.initFiles()) {
            if (InitFiles.isShell(file)) {
                files.put("doppel/init/" + numbered(file, number), file.content());
            }
            number++;
        }
        String home = engine.home() == null ? "/doppel/engine" : engine.home().toString();
        List<Bind> binds = new ArrayList<>(List.of(new Bind(template, "doppel/template")));
        binds.add(new Bind(binaries.home(), "doppel/engine"));
        binds.add(new Bind(spawner.script("database-init.sh"), "doppel/database-init.sh"));
        List<String> words = new ArrayList<>(List.of("sh", "/doppel/database-init.sh", home + "/bin/postgres"));
        words.add(Integer.toString(INIT_PORT));
        words.add(Integer.toString(Objects.requireNonNull(item.port())));
        words.addAll(List.of("-c", "listen_addresses=*", "-c", "unix_socket_directories=/tmp"));
        words.addAll(List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"));
        if (engine.major() >= 18) {
            words.addAll(List.of("-c", "io_method=sync"));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", home + "/bin:" + Tool.PATH);
        variables.put("LANG", "C.UTF-8");
        variables.put("HOME", "/tmp/home");
        variables.put("POSTGRES_USER", user());
        variables.put("POSTGRES_DB", name());
        if (!database.noAuth()) {
            variables.put("POSTGRES_PASSWORD", database.password());
        }
        Program program = new Program(words, "/", variables, true, this::control);
        return spawner.start(item, place, files, binds, program, observer);
    }

    private static String numbered(InitFile file, int number) {
        StringBuilder safe = new StringBuilder("%02d_".formatted(number));
        for (char c : file.name().toCharArray()) {
            safe.append(c == '.' || c == '-' || Character.isLetterOrDigit(c) ? c : '_');
        }
        return safe.toString();
    }

    private boolean control(String line) {
        if (line.startsWith(RAN)) {
            ran.add(Integer.parseInt(line.substring(RAN.length()).strip()));
            return true;
        }
        return false;
    }

    /** The bootstrap superuser is renamed, as if initdb had made it: no role is there that the official image would not have. */
    private void bootstrap(RunningItem running) throws SQLException, InterruptedException {
        try (InitSession first = awaitServer(running)) {
            if (!user().equals("postgres")) {
                first.execute("CREATE ROLE " + BOOTSTRAP + " SUPERUSER LOGIN");
            }
        }
        if (!user().equals("postgres")) {
            try (InitSession renaming = open(BOOTSTRAP, "postgres")) {
                renaming.execute("ALTER ROLE postgres RENAME TO " + identifier(user()));
            }
        }
        try (InitSession own = open(user(), "postgres")) {
            if (!user().equals("postgres")) {
                own.execute("DROP ROLE " + BOOTSTRAP);
            }
            if (!database.noAuth()) {
                own.execute("ALTER ROLE " + identifier(user()) + " PASSWORD '"
                        + database.password().replace("'", "''") + "'");
            }
            if (!name().equals("postgres")) {
                own.execute("CREATE DATABASE " + identifier(name()));
            }
        }
    }

    private InitSession awaitServer(RunningItem running) throws SQLException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return open("postgres", "postgres");
            } catch (SQLException e) {
                if (!running.alive()) {
                    throw failure(running, "the server ended with code " + running.exitCode() + " while starting");
                }
                if (System.nanoTime() > end) {
                    throw failure(
                            running, "the server did not start within " + limit.toSeconds() + " s: " + e.getMessage());
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void run(RunningItem running, InitFile file, int number) throws IOException, InterruptedException {
        if (InitFiles.isShell(file)) {
            running.say("run /doppel/init/" + numbered(file, number));
            Integer code = ran.poll(limit.toSeconds(), TimeUnit.SECONDS);
            if (code == null || code != 0) {
                throw failure(
                        running,
                        "init file " + file.name()
                                + (code == null
                                        ? " did not end within " + limit.toSeconds() + " s"
                                        : code == ENDED ? ": the server ended" : " ended with code " + code));
            }
            return;
        }
        try (InitSession session = open(user(), name())) {
            session.run(InitFiles.sql(file));
        } catch (InitSession.ScriptFailure e) {
            throw failure(running, "init file " + file.name() + ", " + e.getMessage());
        } catch (SQLException | IOException e) {
            throw failure(running, "init file " + file.name() + ": " + e.getMessage());
        }
    }

    private InitSession open(String user, String name) throws SQLException {
        return InitSession.open(place.address(), INIT_PORT, user, name, limit);
    }

    private EnvironmentFailure failure(RunningItem running, String what) throws InterruptedException {
        return new EnvironmentFailure(item.name(), "item " + item.name() + ": " + what, running.lastLines());
    }

    private static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
