package dev.doppel.runner.http;

/**
 * The RUNNER listener of an environment.
 *
 * @param address where mock-svc listens for this instance
 * @param port its port
 * @param token proves that a call comes from the test
 */
public record Gateway(String address, int port, String token) {}
