package dev.doppel.scheduler.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.interception.ReplicaAnnounced;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    private final Replicas replicas = new Replicas(Duration.ofSeconds(15));

    private static ReplicaAnnounced says(
            String service, String name, String life, int room, boolean draining, int second) {
        return new ReplicaAnnounced(
                service, ReplicaId.of(name), Incarnation.of(life), "", room, draining, NOW.plusSeconds(second));
    }

    @Test
    void choosesTheRoomiestThatIsNotDraining() {
        replicas.announced(says("mock", "a", "1", 1, false, 0));
        replicas.announced(says("mock", "b", "1", 3, false, 0));
        replicas.announced(says("mock", "c", "1", 9, true, 0));
        replicas.announced(says("dns", "d", "1", 9, false, 0));
        assertThat(replicas.roomiest().orElseThrow().replica()).isEqualTo(ReplicaId.of("b"));
    }

    @Test
    void countsWhatWasPlacedSinceTheLastAnnouncement() {
        replicas.announced(says("mock", "a", "1", 1, false, 0));
        replicas.placed(ReplicaId.of("a"));
        assertThat(replicas.roomiest()).isEmpty();
        replicas.announced(says("mock", "a", "1", 1, false, 2));
        assertThat(replicas.roomiest()).isPresent();
    }

    @Test
    void aNewIncarnationIsALoss() {
        assertThat(replicas.announced(says("mock", "a", "1", 1, false, 0))).isEmpty();
        assertThat(replicas.announced(says("mock", "a", "1", 1, false, 1))).isEmpty();
        assertThat(replicas.announced(says("mock", "a", "2", 1, false, 2)).orElseThrow())
                .satisfies(lost -> assertThat(lost.incarnation()).isEqualTo(Incarnation.of("1")));
        assertThat(replicas.announced(says("mock", "a", "1", 1, false, 1)))
                .as("an old announcement changes nothing")
                .isEmpty();
    }

    @Test
    void silenceIsALoss() {
        replicas.announced(says("mock", "a", "1", 1, false, 0));
        for (int second = 0; second < 15; second++) {
            assertThat(replicas.sweep(NOW.plusSeconds(second))).isEmpty();
        }
        assertThat(replicas.sweep(NOW.plusSeconds(15))).hasSize(1);
        assertThat(replicas.roomiest()).isEmpty();
    }

    @Test
    void aPauseOfOurOwnIsNobodysSilence() {
        replicas.announced(says("mock", "a", "1", 1, false, 0));
        assertThat(replicas.sweep(NOW)).isEmpty();
        assertThat(replicas.sweep(NOW.plusSeconds(3600))).isEmpty();
        assertThat(replicas.roomiest()).isPresent();
    }

    @Test
    void holdersAreTheMockReplicaInItsLifeAndAllNames() {
        replicas.announced(says("mock", "a", "1", 1, false, 0));
        replicas.announced(says("mock", "b", "1", 1, false, 0));
        replicas.announced(says("dns", "d", "1", 1, false, 0));
        replicas.announced(says("dns", "e", "1", 1, true, 0));
        assertThat(replicas.holders(ReplicaId.of("a"), Incarnation.of("1"))).containsExactly("dns/d", "mock/a");
        assertThat(replicas.holders(ReplicaId.of("a"), Incarnation.of("0"))).containsExactly("dns/d");
    }

    @Test
    void addressesAreThoseOfTheReplicasThatLiveAndAreEmptyOnOneMachine() {
        replicas.announced(says("dns", "d", "1", 1, false, 0));
        assertThat(replicas.namesAddresses()).isEmpty();
        assertThat(replicas.address(ReplicaId.of("a"))).isEmpty();
        replicas.announced(at("mock", "a", "10.244.0.3", false));
        replicas.announced(at("dns", "e", "10.244.0.9", false));
        replicas.announced(at("dns", "f", "10.244.0.4", false));
        replicas.announced(at("dns", "g", "10.244.0.5", true));
        assertThat(replicas.address(ReplicaId.of("a"))).isEqualTo("10.244.0.3");
        assertThat(replicas.namesAddresses()).containsExactly("10.244.0.4", "10.244.0.9");
    }

    private static ReplicaAnnounced at(String service, String name, String address, boolean draining) {
        return new ReplicaAnnounced(
                service, ReplicaId.of(name), Incarnation.of("1"), address, 9, draining, NOW.plusSeconds(1));
    }
}
