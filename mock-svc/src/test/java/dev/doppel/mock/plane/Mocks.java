package dev.doppel.mock.plane;

import dev.doppel.contract.environment.MockSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link MockSpec}. */
public final class Mocks {
    private String name;
    private @Nullable String origin;
    private String target;
    private @Nullable String method;
    private String path = "*";
    private @Nullable String contains;
    private @Nullable String matches;
    private long delay;
    private int status = 200;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private @Nullable String body;

    private Mocks(String target) {
        this.target = target;
        this.name = target;
    }

    public static Mocks of(String target, String path) {
        Mocks mock = new Mocks(target);
        mock.path = path;
        return mock;
    }

    public Mocks named(String text) {
        name = text;
        return this;
    }

    public Mocks origin(String item) {
        origin = item;
        return this;
    }

    public Mocks method(String verb) {
        method = verb;
        return this;
    }

    public Mocks contains(String text) {
        contains = text;
        return this;
    }

    public Mocks matches(String regex) {
        matches = regex;
        return this;
    }

    public Mocks delay(long millis) {
        delay = millis;
        return this;
    }

    public Mocks status(int code) {
        status = code;
        return this;
    }

    public Mocks header(String header, String value) {
        headers.computeIfAbsent(header, h -> new ArrayList<>()).add(value);
        return this;
    }

    public Mocks body(String text) {
        body = text;
        return this;
    }

    public MockSpec build(int index) {
        return new MockSpec(index, name, origin, target, method, path, contains, matches, delay, status, headers, body);
    }
}
