package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.client.Trust;
import dev.doppel.cli.launch.PlatformAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Which platform: a remote one when {@code --server} or {@code DOPPEL_SERVER} names it, else the one of this machine. */
final class ServerOptions {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @CommandLine.Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "A platform elsewhere, such as https://doppel.example.com. Default: $DOPPEL_SERVER, else this machine's.")
    private @Nullable String server;

    @CommandLine.Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token for --server. Default: $DOPPEL_TOKEN_FILE, else the value of $DOPPEL_TOKEN.")
    private @Nullable Path tokenFile;

    @CommandLine.Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for --server besides the usual ones. Default: $DOPPEL_CA_FILE.")
    private @Nullable Path caFile;

    /** The remote platform, if one was named. */
    Optional<PlatformClient> remote() {
        String url = server == null ? System.getenv("DOPPEL_SERVER") : server;
        if (url == null || url.isBlank()) {
            if (tokenFile != null || caFile != null) {
                throw new CliFailure(ExitCode.USAGE, "--token-file and --ca-file go with --server");
            }
            return Optional.empty();
        }
        URI base = base(url.strip());
        String token = token();
        if (!token.isEmpty() && base.getScheme().equals("http") && !LOOPBACK.contains(base.getHost())) {
            System.err.println("Warning: the token goes to " + base + " unencrypted; use https.");
        }
        Path authorities = caFile == null ? fromEnvironment("DOPPEL_CA_FILE") : caFile;
        return Optional.of(new PlatformClient(
                new PlatformAddress(base, token, 0), authorities == null ? null : Trust.withAuthorities(authorities)));
    }

    /** The remote platform, else the one that is up on this machine. */
    Optional<PlatformClient> remoteOrUp() {
        return remote().or(() -> Here.platformThatIsUp().map(PlatformClient::new));
    }

    /** As {@link #remoteOrUp}, for commands that need one. */
    PlatformClient platform() {
        return remoteOrUp()
                .orElseThrow(() -> new CliFailure(
                        ExitCode.USAGE, "No platform is up on this machine, and --server names no other one."));
    }

    private static URI base(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new CliFailure(
                ExitCode.USAGE, "--server takes a URL such as https://doppel.example.com, not '" + url + "'");
    }

    private String token() {
        Path file = tokenFile == null ? fromEnvironment("DOPPEL_TOKEN_FILE") : tokenFile;
        if (file == null) {
            String token = System.getenv("DOPPEL_TOKEN");
            return token == null ? "" : token.strip();
        }
        try {
            return Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new CliFailure(ExitCode.USAGE, "The token file " + file + " is empty"));
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "The token file cannot be read: " + e.getMessage());
        }
    }

    private static @Nullable Path fromEnvironment(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : Path.of(value);
    }
}
