package dev.doppel.contract.result;

/** States of an item (definition spec 8.1); READY is RUNNING with its probe passed. */
public enum ItemState {
    PENDING,
    STARTING,
    RUNNING,
    READY,
    NOT_READY,
    STOPPING,
    STOPPED,
    CRASHED
}
