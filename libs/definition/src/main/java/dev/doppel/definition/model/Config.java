package dev.doppel.definition.model;

import java.time.Duration;

/**
 * The {@code config} map of a definition.
 *
 * @param timeout limit of the whole start-up, and again of executing all tests (spec 8.3); 300 s unless given
 * @param browserVersion tag of the headless browser
 * @param stopDefinitionOnFailure {@code x-stopDefinitionOnFailure}: a failed step also skips the later tests (spec 5.2)
 */
public record Config(Duration timeout, String browserVersion, boolean stopDefinitionOnFailure) {
    /** What holds when the definition says nothing. */
    public static final Config DEFAULT = new Config(Duration.ofSeconds(300), "148.0.7778.56", false);
}
