package dev.doppel.scheduler.process;

import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.embedded.postgres.PostgresTemplate;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.DatabasePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which PostgreSQL servers can be had here: the embedded one, and what the distribution installed. Immutable. */
final class DatabaseEngines {
    /** Ordering as in the official image's locale en_US.utf8; small WAL files, because they are copied for each database. */
    private static final List<String> INITDB =
            List.of("--locale=C", "--locale-provider=icu", "--icu-locale=en-US", "--wal-segsize=1");

    private static final int DEFAULT_MAJOR = 15;
    private static final Path DISTRIBUTION = Path.of("/usr/lib/postgresql");
    private static final List<String> PSQL = List.of("/usr/bin/psql", "/usr/local/bin/psql", "/bin/psql");

    private final List<Engine> engines;
    private final boolean psql;

    /**
     * @param major such as 18
     * @param home of its programs on this machine; null for the embedded one, which is extracted when first used
     */
    record Engine(int major, @Nullable Path home) {
        String version() {
            return home == null ? PostgresBinaries.VERSION : Integer.toString(major);
        }

        /** Extracts and makes the template if that was not done yet: seconds the first time, nothing afterwards. */
        PostgresBinaries binaries(Path cache) {
            return home == null ? PostgresBinaries.extract(cache) : new PostgresBinaries(home, version());
        }

        Path template(Path cache) {
            return PostgresTemplate.ensure(binaries(cache), cache, "database", INITDB);
        }
    }

    /** What a DATABASE item runs on. */
    sealed interface Choice {
        /** @param note what the user should know, null when it is what was asked for */
        record Use(Engine engine, @Nullable String note) implements Choice {}

        record Refused(String problem) implements Choice {}
    }

    DatabaseEngines(List<Engine> engines, boolean psql) {
        this.engines =
                engines.stream().sorted(Comparator.comparingInt(Engine::major)).toList();
        this.psql = psql;
    }

    /** Looks at this machine; starts nothing. */
    static DatabaseEngines find() throws IOException {
        List<Engine> found = new ArrayList<>();
        found.add(new Engine(major(PostgresBinaries.VERSION).orElseThrow(), null));
        if (Files.isDirectory(DISTRIBUTION)) {
            try (Stream<Path> homes = Files.list(DISTRIBUTION)) {
                homes.filter(home -> Files.isExecutable(home.resolve("bin/postgres"))
                                && Files.isExecutable(home.resolve("bin/initdb")))
                        .forEach(home -> major(home.getFileName().toString())
                                .filter(major -> major >= DEFAULT_MAJOR)
                                .ifPresent(major -> found.add(new Engine(major, home))));
            }
        }
        boolean psql = PSQL.stream().anyMatch(path -> Files.isExecutable(Path.of(path)));
        return new DatabaseEngines(found, psql);
    }

    /** Chooses by definition spec 12.6. */
    Choice choose(ItemPlan item) {
        DatabasePlan database = item.database();
        if (database == null || !database.engine().equals("postgres")) {
            String engine = database == null ? "?" : database.engine();
            return new Choice.Refused("item " + item.name() + ": databases of kind " + engine
                    + " cannot be run on this machine yet, only postgres");
        }
        String pinned = database.version();
        if (pinned == null && item.image() != null) {
            Optional<String> tag = tagOfOfficialImage(item.image());
            if (tag.isEmpty()) {
                return new Choice.Refused(
                        "item " + item.name() + ": image " + item.image()
                                + " cannot be run on this machine without containers: use 'version', or the image postgres:VERSION");
            }
            pinned = tag.get();
        }
        Optional<Integer> major = pinned == null ? Optional.empty() : major(pinned);
        int wanted = major.orElse(DEFAULT_MAJOR);
        for (Engine engine : engines) {
            if (engine.major() == wanted) {
                return new Choice.Use(engine, null);
            }
        }
        if (major.isPresent()) {
            return new Choice.Refused("item " + item.name() + ": postgres " + pinned
                    + " cannot be had on this machine; there is "
                    + String.join(", ", engines.stream().map(Engine::version).toList())
                    + ". Name one of these as version, or leave it out");
        }
        Engine newest = engines.getLast();
        return new Choice.Use(
                newest,
                "postgres " + newest.version() + " runs instead of the default " + DEFAULT_MAJOR
                        + ", which this machine does not have");
    }

    /** Why an item cannot be run here, or null. */
    @Nullable
    String problem(ItemPlan item) {
        if (choose(item) instanceof Choice.Refused refused) {
            return refused.problem();
        }
        for (ItemPlan.InitFile file : item.database() == null
                ? List.<ItemPlan.InitFile>of()
                : item.database().initFiles()) {
            String problem = InitFiles.problem(file, psql);
            if (problem != null) {
                return "item " + item.name() + ": " + problem;
            }
        }
        return null;
    }

    private static Optional<String> tagOfOfficialImage(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        String repository = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        if (!repository.equals("postgres")) {
            return Optional.empty();
        }
        return Optional.of(name.contains(":") ? name.substring(name.indexOf(':') + 1) : "latest");
    }

    private static Optional<Integer> major(String version) {
        int end = 0;
        while (end < version.length() && end < 4 && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return end == 0 ? Optional.empty() : Optional.of(Integer.parseInt(version.substring(0, end)));
    }
}
