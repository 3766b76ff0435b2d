package dev.doppel.scheduler.environment;

/**
 * @param item its name
 * @param address its own address
 * @param detail what runs, for the record: engine version, image digest or command
 */
public record StartedItem(String item, String address, String detail) {}
