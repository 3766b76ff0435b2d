package dev.doppel.runner.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A step whose truth is known: what services call and write, when, and what the blocks claim about it. The truth is worked out here from the
 * plan, with none of the runner's code.
 *
 * @param calls in no order
 * @param lines console lines
 * @param claims blocks
 */
record KnownCase(List<Planned> calls, List<Line> lines, List<Claim> claims) {

    /**
     * One call.
     *
     * @param at milliseconds after the step's response, negative for before it
     * @param lasts milliseconds
     */
    record Planned(char kind, int at, int lasts, int status) {}

    record Line(int at, String level) {}

    /** One block. */
    record Claim(String yaml, boolean holds) {}

    boolean holds() {
        return claims.stream().allMatch(Claim::holds);
    }

    static KnownCase random(Random random) {
        List<Planned> calls = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        // everything but what is said to be late is over within 300 ms: well before the quiet point of 500 ms
        for (char kind : new char[] {'a', 'b', 'c'}) {
            int count = random.nextInt(4) == 0 ? 0 : random.nextInt(4);
            for (int i = 0; i < count; i++) {
                int at = random.nextBoolean() ? -40 + random.nextInt(35) : random.nextInt(200);
                if (calls.stream().anyMatch(other -> other.at() == at)) {
                    continue; // two calls of one moment have no first one that a plan could know
                }
                calls.add(new Planned(kind, at, 1 + random.nextInt(60), random.nextInt(4) == 0 ? 500 : 200));
            }
        }
        int written = random.nextInt(3);
        for (int i = 0; i < written; i++) {
            lines.add(new Line(random.nextInt(200), random.nextBoolean() ? "ERROR" : "INFO"));
        }
        int blocks = 1 + random.nextInt(3);
        for (int i = 0; i < blocks; i++) {
            claims.add(claim(random, calls, lines));
        }
        KnownCase quick = new KnownCase(calls, lines, claims);
        return switch (random.nextInt(5)) {
            case 0 -> quick.withLateCall(random);
            case 1 -> quick.withCallInFlight(random);
            default -> quick;
        };
    }

    /** A call that comes late and is asked for: it has to be waited for. */
    private KnownCase withLateCall(Random random) {
        List<Planned> more = new ArrayList<>(calls);
        more.add(new Planned('l', 700 + random.nextInt(3800), 5, 200));
        List<Claim> claimed = new ArrayList<>(claims);
        claimed.add(
                random.nextBoolean()
                        ? new Claim(old('l', "gte", 1, ""), true)
                        : new Claim(old('l', "eq", 1, ""), true));
        return new KnownCase(more, lines, claimed);
    }

    /** A call that lasts past the latest time: in flight it counts. */
    private KnownCase withCallInFlight(Random random) {
        List<Planned> more = new ArrayList<>(calls);
        more.add(new Planned('f', 20 + random.nextInt(200), 60_000, 200));
        List<Claim> claimed = new ArrayList<>(claims);
        claimed.add(
                random.nextBoolean()
                        ? new Claim(old('f', "eq", 0, ""), false)
                        : new Claim(old('f', "lte", 1, ""), true));
        return new KnownCase(more, lines, claimed);
    }

    private static Claim claim(Random random, List<Planned> calls, List<Line> lines) {
        char kind = "abcd".charAt(random.nextInt(4));
        List<Planned> mine = calls.stream()
                .filter(c -> c.kind() == kind)
                .sorted((x, y) -> Integer.compare(x.at(), y.at()))
                .toList();
        int count = mine.size();
        int wanted = random.nextInt(4);
        long good = mine.stream().filter(c -> c.status() == 200).count();
        return switch (random.nextInt(10)) {
            case 0 -> new Claim(old(kind, "eq", wanted, ""), count == wanted);
            case 1 -> new Claim(old(kind, "gte", wanted, ""), count >= wanted);
            case 2 -> new Claim(old(kind, "lte", wanted, ""), count <= wanted);
            case 3 -> new Claim(old(kind, null, 0, status("response.status", "all")), count > 0 && good == count);
            case 4 -> new Claim(old(kind, null, 0, status("response.status", "any")), good > 0);
            case 5 ->
                new Claim(
                        old(kind, null, 0, status("response.status", "first")),
                        count > 0 && mine.getFirst().status() == 200);
            case 6 ->
                new Claim(
                        "- match: {path: $.traffic, count: {operator: gte, value: 0}, where: [{path: $$.to, operator: eq, value: "
                                + kind + ".example.com}]}\n  assertions: [{count: $.matches, operator: lte, value: "
                                + wanted + "}]\n",
                        count <= wanted);
            case 7 ->
                new Claim(
                        "- match: {path: $.traffic, where: [{path: $$.to, operator: eq, value: " + kind
                                + ".example.com}, {path: $$.response.status, operator: eq, value: 200}]}\n",
                        good > 0);
            case 8 -> {
                long errors =
                        lines.stream().filter(l -> l.level().equals("ERROR")).count();
                yield new Claim(
                        "- service: svc\n  consoleAssertions: [{level: ERROR, count: {operator: eq, value: "
                                + (wanted % 2) + "}}]\n",
                        errors == wanted % 2);
            }
            default -> new Claim("- {path: $.response.status, operator: eq, value: 200}\n", true);
        };
    }

    private static String status(String path, String scope) {
        return "  assertionScope: " + scope + "\n  assertions: [{path: " + path + ", operator: eq, value: 200}]\n";
    }

    private static String old(char kind, String operator, int value, String rest) {
        return "- match: {url: " + kind + ".example.com}\n"
                + (operator == null ? "" : "  count: {operator: " + operator + ", value: " + value + "}\n") + rest;
    }
}
