package dev.doppel.mock.standing;

import dev.doppel.mock.serve.Entrance;
import dev.doppel.mock.serve.Front;
import dev.doppel.mock.serve.Reply;
import dev.doppel.mock.serve.RequestTarget;
import dev.doppel.mock.serve.TwinAnswering;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.serve.TwinWitness;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.http.WebhookIntent;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Leads every connection to one handler. */
record TwinEntrance(TwinHandler handler, Executor workers, Consumer<List<WebhookIntent>> webhooks) implements Entrance {
    private static final Logger LOG = Logger.getLogger(TwinEntrance.class);

    @Override
    public Front front(boolean tls, @Nullable String sni, boolean http2) {
        return new Front() {
            @Override
            public boolean http2() {
                return http2;
            }

            @Override
            public Incoming begin(HttpRequest request, Channel channel, Reply reply) throws RequestTarget.BadRequest {
                RequestTarget target = RequestTarget.of(request);
                return new Incoming(new TwinAnswering(request, target, handler, workers, reply, new After()), null);
            }

            @Override
            public void refused(int status, String why) {
                LOG.debugf("refused with %d: %s", status, why);
            }

            @Override
            public void brokenBody(String why) {
                LOG.debugf("a request body is broken: %s", why);
            }
        };
    }

    @Override
    public String fallbackName() {
        return "localhost";
    }

    @Override
    public void notHttp(String firstBytes) {
        LOG.debugf("a connection does not speak HTTP; first bytes %s", firstBytes);
    }

    @Override
    public void handshakeFailed(@Nullable String name, String why) {
        LOG.debugf("TLS handshake for %s failed: %s", name, why);
    }

    /** Hands webhooks on once the answer is out. */
    private final class After implements TwinWitness {
        private List<WebhookIntent> due = List.of();

        @Override
        public void answered(TwinResponse response) {
            due = response.webhooks();
        }

        @Override
        public void opened(int status, HttpHeaders headers) {
            // nobody waits for it
        }

        @Override
        public void finished(Sent sent) {
            if (!due.isEmpty()) {
                webhooks.accept(due);
            }
        }
    }
}
