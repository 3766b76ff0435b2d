package dev.doppel.definition.model;

/** One environment variable of an item. */
public record EnvVar(String name, String value) {}
