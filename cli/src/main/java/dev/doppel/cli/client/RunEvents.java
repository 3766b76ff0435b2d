package dev.doppel.cli.client;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.RunFinished;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Follows a run's server-sent events to its end, resuming after the last one seen whenever the connection breaks. Confined to a thread. */
public final class RunEvents {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration WORTH_SAYING = Duration.ofSeconds(5);

    private final PlatformClient client;
    private final String run;
    private String lastId = "";

    public RunEvents(PlatformClient client, String run) {
        this.client = client;
        this.run = run;
    }

    /**
     * Blocks until the run has finished.
     *
     * @param waiting told, with the reason, when the platform has been silent for a while; the run itself goes on there
     * @throws CliFailure when the platform has ended, or stays away for ten minutes
     */
    public void follow(Consumer<ResultMessage> consumer, Consumer<String> waiting) throws InterruptedException {
        long silentSince = System.nanoTime();
        boolean said = false;
        while (true) {
            String before = lastId;
            String why = "its event stream ended early";
            try (InputStream stream = client.events(run, lastId)) {
                if (read(stream, consumer)) {
                    return;
                }
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            if (!lastId.equals(before)) {
                silentSince = System.nanoTime();
                said = false;
                continue;
            }
            long silent = System.nanoTime() - silentSince;
            if (!client.lives() || silent > PATIENCE.toNanos()) {
                throw new CliFailure(
                        ExitCode.ENVIRONMENT,
                        client.lives()
                                ? "The platform was away for " + PATIENCE.toMinutes() + " minutes: " + why
                                : "The platform has ended before run " + run + " did: " + why);
            }
            if (!said && silent > WORTH_SAYING.toNanos()) {
                said = true;
                waiting.accept("Waiting for the platform: " + why);
            }
            LockSupport.parkNanos(RETRY.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private boolean read(InputStream stream, Consumer<ResultMessage> consumer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        String event = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                boolean last = deliver(event, data.toString(), consumer);
                event = "";
                data.setLength(0);
                if (last) {
                    return true;
                }
            } else if (line.startsWith("id:")) {
                lastId = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                event = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
            }
        }
        return false;
    }

    private static boolean deliver(String event, String data, Consumer<ResultMessage> consumer) {
        if (event.isEmpty() || data.isEmpty()) {
            return false;
        }
        try {
            Message message = MessageCodec.decode("dev.doppel." + event, data.getBytes(StandardCharsets.UTF_8));
            if (message instanceof ResultMessage result) {
                consumer.accept(result);
                return result instanceof RunFinished;
            }
        } catch (UnreadableMessage e) {
            // an event of a newer platform: nothing we can show
        }
        return false;
    }
}
