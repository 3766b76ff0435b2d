package dev.doppel.contract.environment;

/** Kinds of items that run (definition spec 2). Mocks and twins are not items of an environment but of its interception. */
public enum ItemKind {
    SERVICE,
    WORKER,
    DATABASE,
    BROKER
}
