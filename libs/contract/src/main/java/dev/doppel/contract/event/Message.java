package dev.doppel.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** Something one service tells another: a record with a place in the type registry, sent on exactly one topic. */
public interface Message {
    /** The Kafka record key. */
    @JsonIgnore
    String key();
}
