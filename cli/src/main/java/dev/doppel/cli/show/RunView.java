package dev.doppel.cli.show;

import dev.doppel.contract.result.ResultMessage;

/** Shows a run while it goes on. Thread-safe. */
public interface RunView extends AutoCloseable {
    /** One line about the platform or the submission, before there are instances. */
    void say(String line);

    /** One event of the run. */
    void event(ResultMessage message);

    /** What is known so far. */
    RunModel model();

    @Override
    void close();
}
