package dev.doppel.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.id.TeamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeamTokensTest {
    private static final String RED = "red-token-0123456789";
    private static final String BLUE = "blue-token-0123456789";

    @TempDir
    Path directory;

    private final AtomicLong now = new AtomicLong(1);

    private TeamTokens tokens(String operator) {
        return new TeamTokens(Optional.of(operator), Optional.of(directory), now::get);
    }

    @Test
    void withoutTokensEverybodyIsTheOperator() {
        assertThat(new TeamTokens(Optional.of(""), Optional.empty()).caller(null))
                .contains(Caller.OPERATOR);
    }

    @Test
    void knowsTheOperatorAndEachTeamByItsToken() throws IOException {
        Files.writeString(directory.resolve("red"), RED + "\n");
        Files.writeString(directory.resolve("blue"), BLUE);
        TeamTokens tokens = tokens("operator-secret");

        assertThat(tokens.caller("Bearer operator-secret")).contains(Caller.OPERATOR);
        assertThat(tokens.caller("bearer " + RED)).contains(new Caller(TeamId.of("red")));
        assertThat(tokens.caller("Bearer " + BLUE)).contains(new Caller(TeamId.of("blue")));
        assertThat(tokens.caller("Bearer nobody-0123456789")).isEmpty();
        assertThat(tokens.caller("Basic " + RED)).isEmpty();
        assertThat(tokens.caller(null)).isEmpty();
    }

    @Test
    void teamsAloneLeaveNoAnonymousAccess() throws IOException {
        Files.writeString(directory.resolve("red"), RED);
        assertThat(tokens("").caller(null)).isEmpty();
        assertThat(tokens("").caller("Bearer ")).isEmpty();
        assertThat(tokens("").caller("Bearer " + RED)).isPresent();
    }

    @Test
    void takesAChangedDirectoryWithoutARestartAndTwoTokensWhileOneIsReplaced() throws IOException {
        Files.writeString(directory.resolve("red"), RED);
        TeamTokens tokens = tokens("");
        assertThat(tokens.caller("Bearer " + RED)).isPresent();

        Files.writeString(directory.resolve("red"), RED + "\nred-token-new-0123456789\n");
        assertThat(tokens.caller("Bearer red-token-new-0123456789"))
                .as("read a moment ago")
                .isEmpty();
        now.addAndGet(6_000_000_000L);
        assertThat(tokens.caller("Bearer red-token-new-0123456789")).isPresent();
        assertThat(tokens.caller("Bearer " + RED)).isPresent();

        Files.delete(directory.resolve("red"));
        now.addAndGet(6_000_000_000L);
        assertThat(tokens.caller("Bearer " + RED)).as("a team that was removed").isEmpty();
    }

    @Test
    void whatIsWrongGivesNobodyAccess() throws IOException {
        Files.writeString(directory.resolve("red"), "short\n\n");
        Files.writeString(directory.resolve("no team!"), BLUE);
        Files.writeString(directory.resolve(".hidden"), RED);
        Files.createDirectory(directory.resolve("folder"));
        TeamTokens tokens = tokens("");
        assertThat(tokens.caller("Bearer short")).isEmpty();
        assertThat(tokens.caller("Bearer ")).isEmpty();
        assertThat(tokens.caller("Bearer " + BLUE)).isEmpty();
        assertThat(tokens.caller("Bearer " + RED)).isEmpty();
        assertThat(new TeamTokens(Optional.empty(), Optional.of(directory.resolve("absent"))).caller("Bearer " + RED))
                .isEmpty();
    }

    @Test
    void aTeamSeesItsOwnRunsOnlyAndTheOperatorAll() {
        Caller red = new Caller(TeamId.of("red"));
        assertThat(red.maySee("red")).isTrue();
        assertThat(red.maySee("blue")).isFalse();
        assertThat(Caller.OPERATOR.maySee("blue")).isTrue();
        assertThat(red.submitsFor()).isEqualTo(TeamId.of("red"));
        assertThat(Caller.OPERATOR.submitsFor()).isEqualTo(Caller.DEFAULT_TEAM);
    }
}
