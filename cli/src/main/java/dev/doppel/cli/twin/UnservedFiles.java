package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files as a twin that nobody serves: what it is asked is answered as a running one would. A process for each question. */
final class UnservedFiles implements AdminClient.Line {
    private static final String MAIN = "dev.doppel.mock.alone.UnservedMain";

    private final List<String> files;

    private UnservedFiles(List<String> files) {
        this.files = List.copyOf(files);
    }

    /** A {@code mockd.yaml}. */
    static UnservedFiles of(Path config) {
        return new UnservedFiles(List.of("--config=" + config));
    }

    /**
     * A document in any format that can be imported.
     *
     * @param format null to find it out
     * @param as before every operation's name, or null
     * @param base the folder from where a configuration made of it will name it
     */
    static UnservedFiles document(Path file, @Nullable String format, @Nullable String as, Path base) {
        List<String> out = new ArrayList<>(List.of("--document=" + file, "--base=" + base));
        if (format != null) {
            out.add("--format=" + format);
        }
        if (as != null) {
            out.add("--as=" + as);
        }
        return new UnservedFiles(out);
    }

    AdminClient client() {
        return new AdminClient(this, new AdminClient.About(null, null));
    }

    @Override
    public AdminClient.Answer call(String method, String path, byte @Nullable [] body) {
        List<String> arguments = new ArrayList<>(files);
        arguments.add("--method=" + method);
        arguments.add("--target=" + path);
        if (body != null) {
            arguments.add("--body=" + new String(body, StandardCharsets.UTF_8));
        }
        try {
            String said = new TwinProcess(TwinTarget.directories()).output(MAIN, arguments);
            JsonNode answer = new AdminClient.Answer(200, said).json();
            Shown.warn(answer.path("warnings"));
            return new AdminClient.Answer(
                    answer.path("status").asInt(), answer.path("body").asText());
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, "Java cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.CANCELLED, "interrupted");
        }
    }
}
