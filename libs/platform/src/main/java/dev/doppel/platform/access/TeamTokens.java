package dev.doppel.platform.access;

import dev.doppel.contract.id.TeamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Static bearer tokens: one of the operator, and one or more of each team.
 *
 * <p>Teams stand in a directory, a file each: the file's name is the team, each of its lines a token, so that a token can be replaced while
 * the old one still works. That is the shape in which a cluster mounts a Secret. The directory is read again when it is older than a few
 * seconds, so a changed Secret needs no restart. Files that begin with a dot are passed over; a name that is no team, or a token shorter
 * than {@value #SHORTEST} characters, is logged and gives nobody access.
 *
 * <p>Tokens are compared by their SHA-256, so the time that takes says nothing about them. Thread-safe.
 */
public final class TeamTokens {
    /** Fewer characters than this can be guessed. */
    public static final int SHORTEST = 16;

    private static final Logger LOG = Logger.getLogger(TeamTokens.class);
    private static final String BEARER = "Bearer ";
    private static final long FRESH_NANOS = 5_000_000_000L;
    private static final long LARGEST_FILE = 64 * 1024;

    private final @Nullable String operator;
    private final @Nullable Path directory;
    private final LongSupplier nanoTime;
    private volatile @Nullable Read read;

    private record Read(Map<String, TeamId> teams, long at) {}

    /**
     * Without both, everybody is the operator.
     *
     * @param operator the operator's token; absent or empty: none
     * @param directory of the teams' tokens, if there are teams
     */
    public TeamTokens(Optional<String> operator, Optional<Path> directory) {
        this(operator, directory, System::nanoTime);
    }

    TeamTokens(Optional<String> operator, Optional<Path> directory, LongSupplier nanoTime) {
        this.operator = operator.filter(token -> !token.isEmpty())
                .map(TeamTokens::digest)
                .orElse(null);
        this.directory = directory.orElse(null);
        this.nanoTime = nanoTime;
    }

    /**
     * @param authorization value of the header {@code Authorization}, null when there is none
     * @return who it is; empty when the token is missing or nobody's
     */
    public Optional<Caller> caller(@Nullable String authorization) {
        if (operator == null && directory == null) {
            return Optional.of(Caller.OPERATOR);
        }
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String presented = digest(authorization.substring(BEARER.length()).strip());
        if (presented.equals(operator)) {
            return Optional.of(Caller.OPERATOR);
        }
        return directory == null
                ? Optional.empty()
                : Optional.ofNullable(teams(directory).get(presented)).map(Caller::new);
    }

    private Map<String, TeamId> teams(Path from) {
        Read last = read;
        long now = nanoTime.getAsLong();
        if (last == null || now - last.at() > FRESH_NANOS) {
            last = new Read(load(from), now);
            read = last;
        }
        return last.teams();
    }

    private static Map<String, TeamId> load(Path from) {
        Map<String, TeamId> teams = new HashMap<>();
        try (Stream<Path> files = Files.list(from)) {
            List<Path> sorted = files.filter(
                            file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                add(file, teams);
            }
        } catch (IOException e) {
            LOG.errorf("the teams' tokens in %s cannot be read, no team has access: %s", from, e.toString());
        }
        return Map.copyOf(teams);
    }

    private static void add(Path file, Map<String, TeamId> teams) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            return;
        }
        TeamId team;
        try {
            team = TeamId.of(file.getFileName().toString());
        } catch (IllegalArgumentException e) {
            LOG.errorf("%s gives nobody access: its name is no team, %s", file, e.getMessage());
            return;
        }
        for (String line : Files.readString(file).lines().map(String::strip).toList()) {
            if (line.isEmpty()) {
                continue;
            }
            if (line.length() < SHORTEST) {
                LOG.errorf("a token of team %s is shorter than %d characters and gives nobody access", team, SHORTEST);
                continue;
            }
            TeamId other = teams.putIfAbsent(digest(line), team);
            if (other != null && !other.equals(team)) {
                LOG.errorf("teams %s and %s have the same token; it is taken for %s's", other, team, other);
            }
        }
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
