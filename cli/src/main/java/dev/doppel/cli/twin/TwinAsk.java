package dev.doppel.cli.twin;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * A command about one running twin: finds it, asks its admin API, prints what came back, as JSON with {@code --json}. A subclass says only
 * what is asked and how that reads for people. Not thread-safe.
 */
@CommandLine.Command(mixinStandardHelpOptions = true)
abstract class TwinAsk implements Callable<Integer> {
    @CommandLine.Mixin
    private final TwinTarget target = new TwinTarget();

    /**
     * Asks.
     *
     * @throws dev.doppel.cli.CliFailure with what the twin said when it refuses
     */
    abstract Shown ask(AdminClient twin) throws Exception;

    @Override
    public Integer call() throws Exception {
        return ask(client()).print(target.json());
    }

    /** Whom it asks; files that nobody serves where a command can do with them. */
    AdminClient client() {
        return target.client();
    }

    /** Which twin it is about. */
    TwinTarget target() {
        return target;
    }
}
