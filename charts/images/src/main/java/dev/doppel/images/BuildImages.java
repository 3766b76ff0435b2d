package dev.doppel.images;

import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.embedded.postgres.PostgresTemplate;
import dev.doppel.images.evaluation.DataDirectory;
import dev.doppel.images.evaluation.PostgresFromEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes every image into a directory: {@code BuildImages CHECKOUT OUTPUT BASE TAG AOT ONLY}. BASE is {@code local} (a runtime made from this JDK
 * and this machine's C library), or an image that has a Java 25 at {@code /opt/java}, by name or as {@code tar://FILE}. AOT is {@code true} or
 * {@code false}; it needs the local base and namespaces. ONLY is a regular expression of short names.
 */
public final class BuildImages {
    private final Path work;
    private final ImageWriter writer;
    private final @Nullable Path base;

    private BuildImages(Path work, ImageWriter writer, @Nullable Path base) {
        this.work = work;
        this.writer = writer;
        this.base = base;
    }

    /** Builds. */
    public static void main(String[] args) throws IOException {
        if (args.length != 6) {
            System.err.println("usage: BuildImages CHECKOUT OUTPUT local|IMAGE|tar://FILE TAG true|false ONLY");
            System.exit(2);
        }
        Path output = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
        Path work = Files.createDirectories(output.resolve("work"));
        boolean local = args[2].equals("local");
        Path postgres = work.resolve("postgres");
        postgres(work, postgres);
        Path base = local ? work.resolve("base") : null;
        if (base != null) {
            List<Path> programs = Trees.files(postgres).stream()
                    .filter(file -> file.startsWith(postgres.resolve("bin"))
                            || file.toString().contains(".so"))
                    .toList();
            LocalBase.make(base, programs);
        }
        BuildImages build =
                new BuildImages(work, new ImageWriter(local ? "scratch" : args[2], work.resolve("layers")), base);
        List<ImagePlan> plans = new ImagePlans(Path.of(args[0]).toAbsolutePath(), work.resolve("parts"), args[3])
                .all(postgres).stream()
                        .filter(plan -> plan.shortName().matches(args[5]))
                        .toList();
        boolean train = Boolean.parseBoolean(args[4]) && local && plans.stream().anyMatch(ImagePlan::train);
        Training training = train ? new Training(work.resolve("training")) : null;
        try {
            for (ImagePlan plan : plans) {
                Path archive = output.resolve(plan.shortName() + ".tar");
                build.one(plan, training, archive);
                System.out.println(
                        plan.name() + " -> " + archive + " (" + Files.size(archive) / (1024 * 1024) + " MiB)");
            }
        } finally {
            if (training != null) {
                training.close();
            }
        }
        // threads of libraries would hold the process back
        System.exit(0);
    }

    /** The server's programs, and a data directory beside them. */
    private static void postgres(Path work, Path directory) throws IOException {
        PostgresBinaries binaries = PostgresBinaries.extract(work.resolve("binaries"));
        Trees.delete(directory);
        Trees.copy(binaries.home(), directory);
        Path template = PostgresTemplate.ensure(binaries, work.resolve("binaries"));
        DataDirectory.pack(template, directory.resolve(PostgresFromEnvironment.TEMPLATE));
    }

    private void one(ImagePlan plan, @Nullable Training training, Path archive) throws IOException {
        Optional<Path> recorded = Optional.empty();
        if (training != null && base != null && plan.train()) {
            Path root = work.resolve("root-" + plan.shortName());
            Trees.delete(root);
            Trees.copy(base, root);
            for (var layer : plan.layers().entrySet()) {
                Trees.copy(layer.getValue(), root.resolve(layer.getKey().substring(1)));
            }
            recorded = training.record(plan, root);
        }
        writer.write(plan, base, recorded.orElse(null), archive);
    }
}
