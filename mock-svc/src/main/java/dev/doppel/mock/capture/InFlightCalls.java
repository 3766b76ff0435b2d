package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.InFlight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An attempt's calls in flight, in the order in which they arrived; a list linked through the calls. Confined to the log's lock. */
final class InFlightCalls {
    private static final int BYTES = 300 * 1024;
    private static final int BODY = 16 * 1024;
    private static final int MOST = 800;

    private int count;
    private @Nullable Ongoing first;
    private @Nullable Ongoing last;

    /**
     * What a barrier's answer shows of them, bounded so that it fits a record.
     *
     * @param calls the first, with as much of their bodies as there is room for
     * @param left how many are not shown
     */
    record Shown(List<InFlight> calls, long left) {}

    void add(Ongoing call) {
        call.counted = true;
        call.previous = last;
        if (last == null) {
            first = call;
        } else {
            last.next = call;
        }
        last = call;
        count++;
    }

    /** Does nothing with a call that is not among them. */
    void remove(Ongoing call) {
        if (!call.counted) {
            return;
        }
        call.counted = false;
        count--;
        if (call.previous == null) {
            first = call.next;
        } else {
            call.previous.next = call.next;
        }
        if (call.next == null) {
            last = call.previous;
        } else {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
    }

    boolean isEmpty() {
        return count == 0;
    }

    Shown shown() {
        List<InFlight> calls = new ArrayList<>();
        int room = BYTES;
        long left = 0;
        for (Ongoing call = first; call != null; call = call.next) {
            if (calls.size() >= MOST) {
                left++;
                continue;
            }
            InFlight shown = call.inFlight(room > 0 ? Math.min(BODY, room) : -1);
            room -= weight(shown);
            calls.add(shown);
        }
        return new Shown(calls, left);
    }

    private static int weight(InFlight call) {
        int bytes =
                300 + call.request().path().length() + call.request().query().length();
        for (Map.Entry<String, List<String>> header : call.request().headers().entrySet()) {
            bytes += header.getKey().length() + 8;
            for (String value : header.getValue()) {
                bytes += value.length() + 3;
            }
        }
        String text = call.request().body().text();
        String base64 = call.request().body().base64();
        return bytes + (text == null ? 0 : 2 * text.length()) + (base64 == null ? 0 : base64.length());
    }
}
