package dev.doppel.charts.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Process of the job: {@code --secret=NAME --certificate-key=KEY --private-key-key=KEY --config-map=NAME [--must-exist]
 * [--random=SECRET/KEY[/OTHER=VALUE]]...}. The namespace comes
 * from {@code DOPPEL_SETUP_NAMESPACE}, the rest from the pod's service account. Exits 0 when everything is as it should be, 1 with the
 * reason on standard error otherwise, 2 when it was called wrongly.
 */
public final class SetupMain {
    private SetupMain() {}

    /** Runs once. */
    public static void main(String[] args) throws IOException {
        Map<String, String> options = new HashMap<>();
        List<String> random = new ArrayList<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (arg.startsWith("--random=")) {
                random.add(arg.substring("--random=".length()));
                continue;
            }
            options.put(equals < 0 ? arg : arg.substring(0, equals), equals < 0 ? "" : arg.substring(equals + 1));
        }
        Authority.Names names;
        List<RandomSecrets.Wanted> wanted;
        try {
            wanted = random.stream().map(RandomSecrets.Wanted::parse).toList();
            names = new Authority.Names(
                    needed(options, "--secret"),
                    needed(options, "--certificate-key"),
                    needed(options, "--private-key-key"),
                    needed(options, "--config-map"),
                    options.containsKey("--must-exist"));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Path work = Files.createTempDirectory("doppel-setup");
        try (Cluster cluster = Cluster.ofPod(System.getenv("DOPPEL_SETUP_NAMESPACE"))) {
            System.out.println(new Authority(cluster, work).ensure(names));
            RandomSecrets secrets = new RandomSecrets(cluster);
            wanted.forEach(one -> System.out.println(secrets.ensure(one)));
        } catch (SetupFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String needed(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(name + "=VALUE is missing"));
    }
}
