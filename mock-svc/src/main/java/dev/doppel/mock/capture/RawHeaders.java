package dev.doppel.mock.capture;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers, and trailers behind them, that nobody changes any more. Immutable.
 *
 * @param headers as received or sent
 * @param trailers may be absent
 */
public record RawHeaders(HttpHeaders headers, @Nullable HttpHeaders trailers) {
    /** Lower-case names, values in order of arrival; names that begin with {@code x-http2-} are the codec's and left out. */
    public Map<String, List<String>> toMap() {
        Map<String, List<String>> map = new LinkedHashMap<>();
        collect(headers, map);
        if (trailers != null) {
            collect(trailers, map);
        }
        map.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(map);
    }

    /** Bytes they hold in memory, roughly. */
    int weight() {
        return weight(headers) + (trailers == null ? 0 : weight(trailers));
    }

    private static int weight(HttpHeaders of) {
        int bytes = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = of.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            bytes += entry.getKey().length() + entry.getValue().length();
        }
        return bytes;
    }

    private static void collect(HttpHeaders from, Map<String, List<String>> into) {
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = from.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            String name = entry.getKey().toString().toLowerCase(Locale.ROOT);
            if (!name.startsWith("x-http2-")) {
                into.computeIfAbsent(name, n -> new ArrayList<>(1))
                        .add(entry.getValue().toString());
            }
        }
    }
}
