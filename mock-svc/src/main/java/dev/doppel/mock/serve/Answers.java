package dev.doppel.mock.serve;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.select.Route;
import java.util.List;

/** From where a call goes to who answers it. */
final class Answers {
    private Answers() {}

    static Answer of(Route route, Call call, Reply reply) {
        Upstreams upstreams = call.caller().serving().upstreams();
        return switch (route) {
            case Route.ToMock mock -> new MockAnswering(call, reply, mock);
            case Route.ToTwin(String twin) -> twin(twin, call, reply);
            case Route.Refused refused -> new Refusal(call, reply, refused);
            case Route.ToItem(EnvironmentItem item) ->
                new Forwarding(call, reply, new Destination.OfItem(item, upstreams));
            case Route.ToOutside outside ->
                new Forwarding(call, reply, new Destination.Outside(call.head(), outside, upstreams));
        };
    }

    private static Answer twin(String name, Call call, Reply reply) {
        Serving serving = call.caller().serving();
        TwinHandler handler = serving.twin(name);
        if (handler == null) {
            return new Refusal(
                    call,
                    reply,
                    new Route.Refused(502, "the twin " + name + " is not loaded here", List.of(), List.of()));
        }
        RequestTarget target = new RequestTarget(
                call.head().host(),
                call.head().port(),
                call.head().path(),
                call.request().query());
        return new TwinAnswering(
                call.message(), target, handler, serving.workers(), reply, new TwinRecording(call, name));
    }
}
