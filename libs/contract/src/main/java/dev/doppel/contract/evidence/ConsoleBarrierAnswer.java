package dev.doppel.contract.evidence;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import java.time.Instant;

/**
 * scheduler-svc's answer to a barrier request with source CONSOLE.
 *
 * @param attempt which try
 * @param requestId id of the request
 * @param lastNumber highest line number given so far; all up to it must be held before absence is proved
 * @param quiet true when it was answered because all was quiet
 * @param dropped lines given up so far
 * @param at when
 */
public record ConsoleBarrierAnswer(
        AttemptId attempt, String requestId, long lastNumber, boolean quiet, long dropped, Instant at)
        implements Message {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
