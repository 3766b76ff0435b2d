package dev.doppel.runner.evidence;

import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.exchange.TwinRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was held at one moment. Immutable.
 *
 * @param version grows with every change of the log
 * @param heldUpTo every record number up to this one has come
 * @param seen all exchanges, in the order of arrival numbers
 * @param markArrivals arrival numbers that marks took
 * @param starts arrival number by request id, of marks and of test steps' own exchanges
 * @param barriers answers of mock-svc by request id
 * @param twinAnswers answers of twins by request id
 * @param rows rows of twins by the id of the barrier request that asked for them
 * @param consoleHeldUpTo every console line up to this number has come
 * @param lines all console lines, in the order of their numbers
 * @param linesDropped console lines given up by the scheduler
 * @param consoleBarriers answers of scheduler-svc by request id
 * @param withdrawn why the attempt must stop, or null
 */
public record Evidence(
        long version,
        long heldUpTo,
        List<Seen> seen,
        Set<Long> markArrivals,
        Map<String, Long> starts,
        Map<String, BarrierAnswer> barriers,
        Map<String, TwinAnswer> twinAnswers,
        Map<String, List<TwinRows>> rows,
        long consoleHeldUpTo,
        List<ConsoleLine> lines,
        long linesDropped,
        Map<String, ConsoleBarrierAnswer> consoleBarriers,
        @Nullable InstanceWithdrawn withdrawn) {

    /** Exchanges that are over, in the order of arrival: a running stream is not among them (spec 7.7). */
    public List<Exchange> finished() {
        List<Exchange> all = new ArrayList<>(seen.size());
        for (Seen one : seen) {
            if (one.latest().state() != Exchange.State.OPEN) {
                all.add(one.latest());
            }
        }
        return all;
    }

    /** Exchanges as they stood when the record of that number was written, running streams included. */
    public List<Exchange> asOf(long recordNumber) {
        List<Exchange> all = new ArrayList<>(seen.size());
        for (Seen one : seen) {
            Exchange then = one.upTo(recordNumber);
            if (then != null) {
                all.add(then);
            }
        }
        return all;
    }

    /**
     * The largest arrival number such that everything that arrived from {@code start} up to it is known to its end. Below
     * {@code start} when not even that is.
     */
    public long settledFrom(long start) {
        Set<Long> known = new HashSet<>(markArrivals);
        for (Seen one : seen) {
            if (one.latest().state() != Exchange.State.OPEN) {
                known.add(one.latest().arrivalNumber());
            }
        }
        long next = start;
        while (known.contains(next)) {
            next++;
        }
        return next - 1;
    }
}
