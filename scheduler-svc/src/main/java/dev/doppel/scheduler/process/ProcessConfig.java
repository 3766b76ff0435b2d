package dev.doppel.scheduler.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the process provider. */
@ConfigMapping(prefix = "doppel.scheduler.process")
public interface ProcessConfig {
    /** Directory of its own for what it must remember and show to items; emptied of dead environments at start. */
    @WithDefault("${doppel.local.run-dir:${java.io.tmpdir}/doppel}/process")
    String stateDir();

    /** Where engines are extracted to and templates kept; shared by all platforms of a user. */
    @WithDefault("${doppel.local.cache-dir:${java.io.tmpdir}/doppel-cache}")
    String cacheDir();

    /** Directory with {@code ca.pem}, {@code ca-bundle.pem} and {@code truststore.p12}, written by mock-svc. */
    @WithDefault("${doppel.local.run-dir:${java.io.tmpdir}/doppel}/trust")
    String trustDir();

    /** Time between SIGTERM and SIGKILL when an environment is removed. */
    @WithDefault("50ms")
    Duration stopGrace();

    /** Largest number of processes and threads of one item. */
    @WithDefault("4096")
    int maxProcesses();

    /** Largest number of open files of one process. */
    @WithDefault("65536")
    int maxOpenFiles();

    /** Size of an item's own {@code /tmp} and of a database's data, in mebibytes of memory. */
    @WithDefault("1024")
    int tmpMebibytes();

    /** Longest time for a database to start and run its init files. */
    @WithDefault("120s")
    Duration databaseStart();
}
