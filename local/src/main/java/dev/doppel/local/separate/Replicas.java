package dev.doppel.local.separate;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many of each service run.
 *
 * @param counts every service, 1 or more
 */
record Replicas(Map<ServiceKind, Integer> counts) {
    private static final int MOST = 8;

    Replicas {
        counts = Map.copyOf(counts);
    }

    /**
     * Reads {@code runner=2,mock=2}; services that are not named keep what they have.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    Replicas with(String text) {
        Map<ServiceKind, Integer> next = new EnumMap<>(counts);
        for (String one : text.isEmpty() ? new String[0] : text.split(",")) {
            int equals = one.indexOf('=');
            if (equals < 1 || !one.substring(equals + 1).matches("[1-9]")) {
                throw new IllegalArgumentException("replicas are written like runner=2,mock=2 with numbers from 1 to "
                        + MOST + ", not '" + one + "'");
            }
            ServiceKind kind = ServiceKind.of(one.substring(0, equals));
            int count = Integer.parseInt(one.substring(equals + 1));
            if (count > MOST || count > 1 && !kind.several()) {
                throw new IllegalArgumentException("one machine runs at most " + (kind.several() ? MOST : 1) + " "
                        + kind.word() + "-svc, not " + count);
            }
            next.put(kind, count);
        }
        return new Replicas(next);
    }

    /** One of each. */
    static Replicas single() {
        Map<ServiceKind, Integer> all = new EnumMap<>(ServiceKind.class);
        for (ServiceKind kind : ServiceKind.values()) {
            all.put(kind, 1);
        }
        return new Replicas(all);
    }

    int of(ServiceKind kind) {
        return counts.getOrDefault(kind, 1);
    }
}
