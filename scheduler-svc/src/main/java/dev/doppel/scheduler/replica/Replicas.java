package dev.doppel.scheduler.replica;

import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.interception.ReplicaAnnounced;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The replicas of mock-svc and dns-svc that live, by what they announce. Thread-safe. */
public final class Replicas {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Duration silence;
    private @Nullable Instant swept;
    private final Map<String, Known> known = new LinkedHashMap<>();

    private record Known(ReplicaAnnounced last, Instant heard, int placedSince) {}

    /** @param silence after which a replica counts as lost */
    public Replicas(Duration silence) {
        this.silence = silence;
    }

    /**
     * A life of a replica that ended.
     *
     * @param holder {@code service/replica}
     * @param incarnation the life that ended
     * @param reason how that was noticed
     */
    public record Lost(String holder, Incarnation incarnation, String reason) {}

    /** A mock-svc replica with room. */
    public record Holder(ReplicaId replica, Incarnation incarnation) {}

    /**
     * Takes an announcement in; one that is older than what is known is passed over.
     *
     * @return the earlier life of the same replica, if this is a new one
     */
    public synchronized Optional<Lost> announced(ReplicaAnnounced announced) {
        String name = announced.key();
        Known before = known.get(name);
        if (before != null && before.last().at().isAfter(announced.at())) {
            return Optional.empty();
        }
        known.put(name, new Known(announced, announced.at(), 0));
        return before == null || before.last().incarnation().equals(announced.incarnation())
                ? Optional.empty()
                : Optional.of(new Lost(name, before.last().incarnation(), name + " was restarted"));
    }

    /** Forgets those that are silent for too long; called about once a second. */
    public synchronized List<Lost> sweep(Instant now) {
        List<Lost> lost = new ArrayList<>();
        Instant before = swept;
        swept = now;
        if (before != null && Duration.between(before, now).compareTo(PAUSE) > 0) {
            // we were not running ourselves (a suspended machine): nobody could be heard meanwhile
            known.replaceAll((name, k) -> new Known(k.last(), now, k.placedSince()));
            return lost;
        }
        known.values().removeIf(k -> {
            if (k.heard().plus(silence).isAfter(now)) {
                return false;
            }
            lost.add(new Lost(
                    k.last().key(),
                    k.last().incarnation(),
                    k.last().key() + " was silent for " + silence.toSeconds() + " s"));
            return true;
        });
        return lost;
    }

    /** The mock-svc replica with most room that takes more. */
    public synchronized Optional<Holder> roomiest() {
        return known.values().stream()
                .filter(k -> k.last().service().equals("mock") && !k.last().draining() && room(k) > 0)
                .max(Comparator.comparingInt(Replicas::room))
                .map(k -> new Holder(k.last().replica(), k.last().incarnation()));
    }

    private static int room(Known k) {
        return k.last().room() - k.placedSince();
    }

    /** An environment was placed on it; its next announcement will say what room is left. */
    public synchronized void placed(ReplicaId mock) {
        known.computeIfPresent("mock/" + mock, (name, k) -> new Known(k.last(), k.heard(), k.placedSince() + 1));
    }

    /** Everyone who must confirm an environment that this mock-svc replica holds: itself and every dns-svc replica. */
    public synchronized Set<String> holders(ReplicaId mock, @Nullable Incarnation incarnation) {
        Set<String> holders = new TreeSet<>();
        for (Known k : known.values()) {
            boolean holder = k.last().service().equals("mock")
                    && k.last().replica().equals(mock)
                    && k.last().incarnation().equals(incarnation);
            boolean names = k.last().service().equals("dns") && !k.last().draining();
            if (holder || names) {
                holders.add(k.last().key());
            }
        }
        return holders;
    }

    /** Where a replica of mock-svc can be reached; empty on one machine, and when it is not known any more. */
    public synchronized String address(ReplicaId mock) {
        Known k = known.get("mock/" + mock);
        return k == null ? "" : k.last().address();
    }

    /** Where the dns-svc replicas can be reached, in order; empty on one machine. */
    public synchronized List<String> namesAddresses() {
        return known.values().stream()
                .filter(k -> k.last().service().equals("dns") && !k.last().draining())
                .map(k -> k.last().address())
                .filter(address -> !address.isEmpty())
                .sorted()
                .toList();
    }

    /** Whether any dns-svc replica lives. */
    public synchronized boolean names() {
        return known.values().stream()
                .anyMatch(k -> k.last().service().equals("dns") && !k.last().draining());
    }
}
