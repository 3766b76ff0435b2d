package dev.doppel.cli.client;

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
    private static final int MAX_BREAKS = 60;

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
     * @throws IOException when the platform stays away for a minute
     */
    public void follow(Consumer<ResultMessage> consumer) throws IOException, InterruptedException {
        int breaks = 0;
        while (true) {
            String before = lastId;
            try (InputStream stream = client.events(run, lastId)) {
                if (read(stream, consumer)) {
                    return;
                }
            } catch (IOException e) {
                if (breaks >= MAX_BREAKS) {
                    throw e;
                }
            }
            breaks = lastId.equals(before) ? breaks + 1 : 0;
            LockSupport.parkNanos(Duration.ofSeconds(breaks == 0 ? 0 : 1).toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (breaks > MAX_BREAKS) {
                throw new IOException("the event stream of run " + run + " ended early again and again");
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
