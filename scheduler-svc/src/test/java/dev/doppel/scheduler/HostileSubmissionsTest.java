package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.SchedulerTestResource;
import dev.doppel.testkit.archive.OneEntry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submissions made to leave their project, to fill memory or to stop the service: refused in words, and the next one is taken. */
@QuarkusTest
@QuarkusTestResource(SchedulerTestResource.class)
@Timeout(60)
class HostileSubmissionsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TestHTTPResource
    URI base;

    private Client client;
    private long began;

    @BeforeEach
    void connect() {
        client = new Client(base);
        began = System.nanoTime();
    }

    @AfterEach
    void theNextOneIsTaken() {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        Client.Answer answer = client.submit(Client.definition("good"));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        client.delete(answer.run());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x.yaml", ".dokkimi/../../x.yaml", "/etc/cron.d/x", "C:\\x", ".dokkimi\\..\\..\\x"})
    void aPathThatLeavesTheBundleIsRefused(String path) throws IOException {
        assertRefused(OneEntry.zip(path, "x".getBytes(StandardCharsets.UTF_8), 0100644), "path");
        assertRefused(OneEntry.tarGz(new TarArchiveEntry(path, true), new byte[1]), "path");
    }

    @Test
    void aLinkInABundleIsRefused() throws IOException {
        assertRefused(
                OneEntry.zip(".dokkimi/link.yaml", "/etc/passwd".getBytes(StandardCharsets.UTF_8), 0120777), "link");
        for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
            TarArchiveEntry entry = new TarArchiveEntry(".dokkimi/link.yaml", type);
            entry.setLinkName("/etc/passwd");
            assertRefused(OneEntry.tarGz(entry, new byte[0]), "link");
        }
    }

    @Test
    void anArchiveThatGrowsAThousandfoldIsRefused() throws IOException {
        byte[] zeros = new byte[64 << 20];
        assertRefused(OneEntry.zip(".dokkimi/zeros.yaml", zeros, 0100644), "times its size");
        assertRefused(OneEntry.tarGz(new TarArchiveEntry(".dokkimi/zeros.yaml"), zeros), "times its size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../etc/passwd", "/etc/passwd", "../outside.yaml"})
    void aReferenceThatLeavesTheProjectIsRefusedAndItsNeighbourRuns(String reference) {
        Client.Answer answer = client.submit(
                Client.bundle(Map.of(
                        ".dokkimi/bad.yaml",
                        "name: bad\nitems:\n  - $ref: " + reference + "\n",
                        ".dokkimi/good.yaml",
                        Client.definition("good"))),
                "");

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        assertThat(theInvalid(answer)).contains(".dokkimi/bad.yaml:3:").doesNotContain("root:");
        client.delete(answer.run());
    }

    @Test
    void aBombOfYamlAliasesIsRefusedAndItsNeighbourRuns() {
        StringBuilder bomb = new StringBuilder("name: bad\nx0: &x0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("x%d: &x%d [%s]\n".formatted(i, i, ("*x" + (i - 1) + ", ").repeat(9) + "*x" + (i - 1)));
        }
        Client.Answer answer = client.submit(bomb + "items: []\n", Client.definition("good"));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        assertThat(theInvalid(answer)).contains("nodes after its aliases are expanded");
        client.delete(answer.run());
    }

    @Test
    void aTargetThatWouldTakeForeverIsDecidedAtOnce() {
        String path = ".dokkimi/" + "a".repeat(200) + "!.yaml";
        byte[] bundle = Client.bundle(Map.of(path, Client.definition("good")));
        String target = URLEncoder.encode("/(a+)+$/", StandardCharsets.UTF_8);

        assertThat(client.submit(bundle, "?target=" + target).status()).isEqualTo(422);
    }

    private void assertRefused(byte[] archive, String because) {
        Client.Answer answer = client.submit(archive, "");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(422);
        assertThat(answer.body().get("type").asText()).isEqualTo("urn:doppel:problem:bundle");
        assertThat(answer.body().get("detail").asText()).contains(because);
    }

    private static String theInvalid(Client.Answer answer) {
        assertThat(answer.body().get("instances")).hasSize(1);
        assertThat(answer.body().at("/instances/0/name").asText()).isEqualTo("good");
        assertThat(answer.body().get("invalid")).hasSize(1);
        return answer.body().at("/invalid/0/problems").toString();
    }
}
