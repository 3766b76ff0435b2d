package dev.doppel.mock.recording;

import dev.doppel.twin.record.Redaction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;

/**
 * The process of {@code doppel twin record}: {@code --target=URL --port=N --out=DIR --ca-file=FILE}, and any number of {@code --word=W}, {@code --pattern=R}
 * and {@code --secret-env=NAME}. Ends on SIGTERM and SIGINT; then mocks, items and a table sketch stand beside the recordings.
 */
public final class RecordMain {
    private static final int USAGE = 2;
    private static final int ENVIRONMENT = 3;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private RecordMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        URI target = null;
        int port = 8888;
        Path out = Path.of("recordings");
        Path authorities = null;
        Redaction rules = Redaction.defaults();
        try {
            for (String argument : arguments) {
                int eq = argument.indexOf('=');
                String value = eq < 0 ? "" : argument.substring(eq + 1);
                switch (eq < 0 ? argument : argument.substring(0, eq)) {
                    case "--target" -> target = target(value);
                    case "--port" -> port = Integer.parseInt(value);
                    case "--out" -> out = Path.of(value);
                    case "--ca-file" -> authorities = Path.of(value);
                    case "--word" -> rules = rules.withWord(value);
                    case "--pattern" -> rules = rules.withPattern(value);
                    case "--secret-env" -> {
                        String secret = System.getenv(value);
                        rules = secret == null || secret.isEmpty() ? rules : rules.withValue(secret);
                    }
                    default -> throw new IllegalArgumentException("unknown argument " + argument);
                }
            }
            if (target == null) {
                throw new IllegalArgumentException("--target is missing: the URL of the API to record");
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        run(new Upstream(target, authorities), port, out, rules);
    }

    private static URI target(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "--target must be an http or https URL such as https://api.example.com, not " + text);
        }
        return uri;
    }

    private static void run(Upstream upstream, int port, Path out, Redaction rules) throws InterruptedException {
        Path session = out.resolve("session-" + STAMP.format(Clock.systemUTC().instant()));
        try {
            RecordingTape tape = RecordingTape.start(upstream, session, rules, port);
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end(tape, session);
                ended.countDown();
            }));
            System.out.println(
                    "Recording " + upstream.target() + " at http://localhost:" + tape.port() + " into " + session);
            ended.await();
        } catch (IOException e) {
            System.err.println("Recording cannot start: " + e.getMessage());
            System.exit(ENVIRONMENT);
        }
    }

    private static void end(RecordingTape tape, Path session) {
        try {
            tape.close();
            System.out.println(tape.size() + " exchanges in " + session
                    + (tape.size() == 0 ? "" : ", with mocks.yaml, twin.yaml and items.yaml")
                    + (tape.beyond() == 0 ? "" : "; " + tape.beyond() + " more were not kept"));
        } catch (IOException e) {
            System.err.println("The sketches cannot be written: " + e.getMessage());
        }
    }
}
