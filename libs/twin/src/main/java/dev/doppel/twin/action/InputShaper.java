package dev.doppel.twin.action;

import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a request is stored, and under which names (spec 2.4). */
final class InputShaper {
    private InputShaper() {}

    /** Control keys dropped, names brought to those of the answers; on create the path parameters added. */
    static Map<String, Object> shape(
            Map<String, Object> body, Target target, Map<String, String> params, boolean create) {
        Set<String> names = target.answerNames();
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, String> back = new LinkedHashMap<>();
        target.transforms().fields().rename().forEach((inner, outer) -> back.put(outer, inner));
        List<Object> transientKeys = Values.listOrEmpty(target.table().raw().get("x-transient"));
        body.forEach((key, value) -> {
            if (transientKeys.contains(key)
                    || key.equals("expand")
                    || key.startsWith("expand[")
                    || key.equals("idempotency_key")) {
                return;
            }
            String name = key;
            if (!names.isEmpty() && !names.contains(key) && names.contains(Names.snake(key))) {
                name = Names.snake(key);
            }
            String inner = back.getOrDefault(name, name);
            out.put(inner.equals("id") ? target.table().idField() : inner, value);
        });
        if (create) {
            params.forEach((param, value) -> {
                String name = Names.snake(param);
                if (names.contains(name) && !out.containsKey(name)) {
                    out.put(name, value);
                }
            });
        }
        return out;
    }
}
