package dev.doppel.contract.request;

/**
 * A table of a twin.
 *
 * @param twin name of the TWIN item
 * @param table name of the table
 */
public record TwinTable(String twin, String table) {}
