package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.matching.mock.RequestBody;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** An environment behind a connection: every call is numbered, routed, and recorded by whoever answers it. Confined to its event loop. */
final class EnvironmentFront implements Front {
    private final Caller caller;
    private @Nullable Call call;

    EnvironmentFront(Caller caller) {
        this.caller = caller;
    }

    @Override
    public boolean http2() {
        return caller.http2();
    }

    @Override
    public Incoming begin(HttpRequest request, Channel channel, Reply reply) throws RequestTarget.BadRequest {
        if (PeerGreeting.asked(caller, request)) {
            return new Incoming(PeerGreeting.to(caller, reply), null);
        }
        Call started = Requests.read(caller, request, channel);
        call = started;
        caller.serving().log().arrived(started);
        Answer answer = caller.serving().snapshot().needsBody(started.head())
                ? new Choosing(started, reply, route -> Answers.of(route, started, reply))
                : Answers.of(
                        caller.serving().snapshot().route(started.head(), () -> RequestBody.EMPTY), started, reply);
        return new Incoming(answer, started.request().body());
    }

    @Override
    public void refused(int status, String why) {
        caller.serving()
                .log()
                .diagnose(
                        status == 403 ? Diagnostic.Kind.REFUSED : Diagnostic.Kind.MALFORMED,
                        caller.origin() == null ? caller.listener().item() : caller.origin(),
                        null,
                        "refused with " + status + ": " + why);
    }

    @Override
    public void brokenBody(String why) {
        caller.serving()
                .log()
                .diagnose(
                        Diagnostic.Kind.MALFORMED,
                        caller.origin(),
                        call == null ? null : call.head().host(),
                        "the request body is broken: " + why);
    }
}
