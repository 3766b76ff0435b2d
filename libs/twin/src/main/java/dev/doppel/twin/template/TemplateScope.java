package dev.doppel.twin.template;

import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.route.RequestView;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a template may read.
 *
 * @param sequence name and start to the next number
 * @param params path parameters and named groups
 */
public record TemplateScope(
        RequestView view, Map<String, String> params, Instant now, Dice dice, ToLongBiFunction<String, Long> sequence) {

    /** A value by dotted path of the body: JSON, or a decoded form. */
    @Nullable
    Object body(String path) {
        Object here = view.json();
        if (here == null && view.request().mediaType().equals("application/x-www-form-urlencoded")) {
            here = dev.doppel.twin.decode.FormDecoder.decode(Query.parse(view.body()), Schemas.alone(Map.of()), null);
        }
        for (String part : path.replace("[", ".").replace("]", "").split("\\.")) {
            if (part.isEmpty()) {
                continue;
            }
            if (here instanceof Map<?, ?> m) {
                here = m.get(part);
            } else if (here instanceof java.util.List<?> l) {
                int i = Values.index(part);
                here = i >= 0 && i < l.size() ? l.get(i) : null;
            } else {
                return null;
            }
        }
        return here;
    }

    TwinRequest request() {
        return view.request();
    }
}
