package dev.doppel.examples.shop.http;

import java.time.Duration;
import java.util.Map;

/** What a service is told from outside: environment variables, nothing else. Immutable. */
public record Settings(Map<String, String> variables) {
    public Settings {
        variables = Map.copyOf(variables);
    }

    public static Settings ofEnvironment() {
        return new Settings(System.getenv());
    }

    /** @throws IllegalStateException naming the variable when it is absent or blank */
    public String required(String name) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalStateException("environment variable " + name + " is not set");
        }
        return value;
    }

    public String text(String name, String otherwise) {
        return variables.getOrDefault(name, otherwise);
    }

    /** A base address without the slash at its end. */
    public String address(String name, String otherwise) {
        String value = text(name, otherwise);
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    public Duration millis(String name, Duration otherwise) {
        return Duration.ofMillis(number(name, Math.toIntExact(otherwise.toMillis())));
    }

    /** @throws IllegalStateException naming the variable when its value is no whole number */
    public int number(String name, int otherwise) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException("environment variable " + name + " must be a whole number, not " + value);
        }
    }
}
