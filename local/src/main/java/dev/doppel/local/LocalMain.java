package dev.doppel.local;

import dev.doppel.local.store.Stores;
import dev.doppel.platform.fault.FaultPoints;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * Starts what the services need (Kafka and Postgres, beside them) and then the services. Runs as a child of process 1 of the
 * platform's own namespaces, see {@code platform-init.sh}; ends with code 1 and one line on standard error when something cannot start.
 */
@QuarkusMain
public final class LocalMain {
    /** Port of the REST APIs on this namespace's loopback. */
    static final int HTTP_PORT = 8080;

    private LocalMain() {}

    /** See class comment. */
    public static void main(String[] args) throws IOException {
        Path runDirectory = Path.of(required("doppel.local.run-dir"));
        Path cacheDirectory = Path.of(required("doppel.local.cache-dir"));
        Path home = Path.of(required("doppel.home"));
        String faultsDirectory = System.getenv("DOPPEL_FAULTS_DIR");
        FaultPoints faults = faultsDirectory == null ? FaultPoints.none() : FaultPoints.in(Path.of(faultsDirectory));
        Stores stores =
                Stores.start(home, runDirectory, cacheDirectory, Boolean.getBoolean("doppel.local.training"), faults);
        Runtime.getRuntime().addShutdownHook(new Thread(stores::close, "stop-stores"));
        ApiSocket.open(
                UnixDomainSocketAddress.of(runDirectory.resolve("api.sock")),
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), HTTP_PORT));
        Quarkus.run(args);
    }

    private static String required(String key) {
        String value = System.getProperty(key);
        if (value == null) {
            System.err.println("the platform is started by ./doppel, which sets -D" + key);
            System.exit(2);
            throw new IllegalStateException();
        }
        return value;
    }
}
