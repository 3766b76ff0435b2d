package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentObserver.Refused;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel counts in a network namespace, out of {@code /proc/net/snmp}. Each protocol has a line of names and a line of numbers.
 * Pure.
 */
final class NetworkCounters {
    private NetworkCounters() {}

    /** Attempts that came to nothing since the namespace was made; what is not counted is 0. */
    static Map<Refused, Long> refused(String snmp) {
        Map<String, Long> all = new HashMap<>();
        String[] names = {};
        for (String line : snmp.lines().toList()) {
            String[] words = line.split(" ");
            if (names.length != words.length || !names[0].equals(words[0])) {
                names = words;
                continue;
            }
            for (int i = 1; i < words.length; i++) {
                if (words[i].matches("\\d{1,18}")) {
                    all.put(words[0] + names[i], Long.parseLong(words[i]));
                }
            }
            names = new String[] {};
        }
        Map<Refused, Long> refused = new EnumMap<>(Refused.class);
        refused.put(Refused.NO_ROUTE, all.getOrDefault("Ip:OutNoRoutes", 0L));
        refused.put(Refused.TCP_PORT, all.getOrDefault("Tcp:AttemptFails", 0L));
        refused.put(Refused.UDP_PORT, all.getOrDefault("Icmp:InDestUnreachs", 0L));
        return refused;
    }
}
