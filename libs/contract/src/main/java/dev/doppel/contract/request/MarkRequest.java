package dev.doppel.contract.request;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;

/**
 * Asks mock-svc for the next arrival number: the opening of a step that is not one HTTP request.
 *
 * @param attempt which try
 * @param id unique request id, echoed in the answer
 * @param label for display in the timeline
 */
public record MarkRequest(AttemptId attempt, String id, String label) implements Message {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
