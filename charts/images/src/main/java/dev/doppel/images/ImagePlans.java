package dev.doppel.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which images there are. */
final class ImagePlans {
    private static final List<String> SERVICES =
            List.of("scheduler-svc", "mock-svc", "dns-svc", "runner-svc", "results-svc");
    private static final List<String> SHOP =
            List.of("api-gateway", "order-service", "payment-service", "shipping-service", "notification-service");
    /** The one that the example's definitions name. */
    private static final String SHOP_TAG = "1";

    private static final int USER = 10001;

    private final Path checkout;
    private final Path work;
    private final String tag;

    /**
     * @param checkout with every module packaged
     * @param work for what has to be gathered first
     */
    ImagePlans(Path checkout, Path work, String tag) {
        this.checkout = checkout;
        this.work = work;
        this.tag = tag;
    }

    /** All whose parts are there. */
    List<ImagePlan> all(Path postgres) throws IOException {
        List<ImagePlan> plans = new ArrayList<>();
        for (String service : SERVICES) {
            Path app = checkout.resolve(service + "/target/quarkus-app");
            if (Files.exists(app.resolve("quarkus-run.jar"))) {
                plans.add(service(service, app));
            }
        }
        Path cli = gather("cli", checkout.resolve("cli/target/lib"), jar("cli"));
        plans.add(plan("doppel/cli", Map.of(ImagePlan.APP + "/lib", cli), main("dev.doppel.cli.Main"), USER, 0));
        Path setup = gather("setup", checkout.resolve("charts/target/lib"), jar("charts"));
        plans.add(plan(
                "doppel/setup",
                Map.of(ImagePlan.APP + "/lib", setup),
                main("dev.doppel.charts.setup.SetupMain"),
                USER,
                0));
        Path shop = checkout.resolve("examples/ecommerce/target/example-shop.jar");
        if (Files.exists(shop)) {
            Path lib = gather("shop", null, shop);
            for (String service : SHOP) {
                List<String> command = new ArrayList<>(main("dev.doppel.examples.shop.Main"));
                command.add(service);
                plans.add(new ImagePlan(
                        "doppel-examples/" + service + ":" + SHOP_TAG,
                        Map.of(ImagePlan.APP + "/lib", lib),
                        command,
                        USER,
                        8080,
                        Map.of(),
                        false));
            }
        }
        Path stores = gather("stores", checkout.resolve("charts/images/target/lib"), jar("charts/images"));
        plans.add(plan(
                "doppel/evaluation-kafka",
                Map.of(ImagePlan.APP + "/lib", stores),
                main("dev.doppel.images.evaluation.KafkaFromEnvironment"),
                1000,
                9092));
        Map<String, Path> layers = new LinkedHashMap<>();
        layers.put("/opt/postgres", postgres);
        // its program needs the JDK only
        layers.put(ImagePlan.APP + "/lib", gather("postgres", null, jar("charts/images")));
        plans.add(plan(
                "doppel/evaluation-postgres",
                layers,
                main("dev.doppel.images.evaluation.PostgresFromEnvironment"),
                999,
                5432));
        return plans;
    }

    private ImagePlan service(String service, Path app) throws IOException {
        boolean dataPlane = service.equals("mock-svc") || service.equals("dns-svc");
        Map<String, Path> layers = new LinkedHashMap<>();
        layers.put(ImagePlan.APP + "/lib", app.resolve("lib"));
        layers.put(ImagePlan.APP, app);
        Path gate = checkout.resolve("libs/gate/target");
        if (service.equals("scheduler-svc") && Files.exists(gate)) {
            try (Stream<Path> jars = Files.list(gate)) {
                Path found = jars.filter(
                                jar -> jar.getFileName().toString().matches("doppel-gate-[^a-z]*(SNAPSHOT)?\\.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("libs/gate is not packaged"));
                Path directory = Files.createDirectories(work.resolve("gate"));
                Files.copy(
                        found, directory.resolve("doppel-gate.jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                layers.put("/opt/doppel/gate", directory);
            }
        }
        List<String> command = List.of(
                "/opt/java/bin/java",
                dataPlane ? "-XX:+UseParallelGC" : "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:AOTCache=" + ImagePlan.CACHE,
                "-Xlog:aot=off",
                "-Xlog:cds=off",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                ImagePlan.APP + "/quarkus-run.jar");
        return new ImagePlan("doppel/" + service + ":" + tag, layers, command, USER, 8080, Map.of(), true);
    }

    private ImagePlan plan(String name, Map<String, Path> layers, List<String> command, int user, int port) {
        return new ImagePlan(name + ":" + tag, layers, command, user, port, Map.of(), false);
    }

    private static List<String> main(String type) {
        return List.of(
                "/opt/java/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxRAMPercentage=60",
                "--enable-native-access=ALL-UNNAMED",
                // the base has no locale that says so
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                ImagePlan.APP + "/lib/*",
                type);
    }

    private Path jar(String module) throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve(module + "/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("[a-z]+-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(module + " is not packaged: run mvn -Pimages package"));
        }
    }

    private Path gather(String name, @org.jspecify.annotations.Nullable Path libraries, Path jar) throws IOException {
        Path directory = Files.createDirectories(work.resolve(name));
        if (libraries != null) {
            Trees.copy(libraries, directory);
        }
        Files.copy(jar, directory.resolve(jar.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return directory;
    }
}
