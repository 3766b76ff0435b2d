package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Validation of the criteria of one mock (spec 2.6, 4.2, 4.3, 4.4). Pure and thread-safe. */
public final class MockCheck {
    /** Methods that a mock may name besides {@code *}. */
    public static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

    private MockCheck() {}

    /**
     * Checks.
     *
     * @return warnings about what is tolerated
     * @throws MockSyntaxException for what cannot be used
     */
    public static List<String> warnings(MockRule rule) {
        Compiled compiled = Compiled.compile(rule, Set.of());
        List<String> warnings = new ArrayList<>(compiled.target().warnings());
        String path = rule.path();
        if (!path.startsWith("/") && !path.equals("*")) {
            warnings.add("path \"" + path + "\" gets a leading slash");
        }
        if (path.indexOf('?') >= 0) {
            warnings.add("the query in path \"" + path + "\" is ignored: queries never take part");
        }
        String method = rule.method();
        if (method != null && !method.equals("*") && !METHODS.contains(method.toUpperCase(Locale.ROOT))) {
            throw new MockSyntaxException("mock \"" + rule.name() + "\": method \"" + method + "\" is none of "
                    + String.join(", ", METHODS) + ", *");
        }
        return warnings;
    }
}
