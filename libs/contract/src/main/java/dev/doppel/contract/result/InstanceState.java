package dev.doppel.contract.result;

/** States of an instance as APIs and dumps show them (definition spec 8.1). */
public enum InstanceState {
    PENDING,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED
}
