package dev.doppel.contract.exchange;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;

/** A record of mock-svc's one sequence per attempt: 1, 2, 3, ... A missing number means lost evidence. */
public interface Numbered extends Message {
    AttemptId attempt();

    /** Position in the sequence, from 1. */
    long recordNumber();
}
