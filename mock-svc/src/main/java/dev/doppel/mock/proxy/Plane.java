package dev.doppel.mock.proxy;

import dev.doppel.mock.capture.Share;
import dev.doppel.mock.egress.Egress;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.transport.Transport;
import java.time.Clock;

/**
 * What all connections of one proxy share. Immutable.
 *
 * @param memory what copies of bodies under way may hold together
 */
record Plane(Transport transport, ProxyPolicy policy, Egress egress, Upstreams upstreams, Share memory, Clock clock) {}
