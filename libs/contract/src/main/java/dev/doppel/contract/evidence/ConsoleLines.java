package dev.doppel.contract.evidence;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import java.util.List;

/**
 * Console lines in order, numbered without gaps over the attempt by scheduler-svc.
 *
 * @param attempt which try
 * @param lines at least one
 * @param dropped lines given up so far because an item flooded; above 0 absence cannot be proved on the console
 */
public record ConsoleLines(AttemptId attempt, List<ConsoleLine> lines, long dropped) implements Message {
    public ConsoleLines {
        lines = List.copyOf(lines);
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
