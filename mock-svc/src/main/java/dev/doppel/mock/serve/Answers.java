package dev.doppel.mock.serve;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.select.Route;

/** From where a call goes to who answers it. */
final class Answers {
    private Answers() {}

    static Answer of(Route route, Call call, Reply reply) {
        Upstreams upstreams = call.caller().serving().upstreams();
        return switch (route) {
            case Route.ToMock mock -> new MockAnswering(call, reply, mock);
            case Route.Refused refused -> new Refusal(call, reply, refused);
            case Route.ToItem(EnvironmentItem item) ->
                new Forwarding(call, reply, new Destination.OfItem(item, upstreams));
            case Route.ToOutside outside ->
                new Forwarding(call, reply, new Destination.Outside(call.head(), outside, upstreams));
        };
    }
}
