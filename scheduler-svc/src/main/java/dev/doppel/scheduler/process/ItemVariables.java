package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.TrustVariables;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables of a SERVICE or WORKER (definition spec 2.2, 3.5): a clean set, the user's own on top. Pure. */
final class ItemVariables {
    private ItemVariables() {}

    /** In the order base, mapping ({@code local.yaml}), user; later ones win, but JAVA_TOOL_OPTIONS are joined. */
    static Map<String, String> of(ItemPlan item) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", "/doppel/jdk/bin:" + Tool.PATH);
        all.put("HOME", "/tmp/home");
        all.put("JAVA_HOME", "/doppel/jdk");
        all.put("LANG", "C.UTF-8");
        all.put("HOSTNAME", "0.0.0.0");
        all.putAll(TrustVariables.all());
        Map<String, String> own = new LinkedHashMap<>();
        if (item.localImage() != null) {
            own.putAll(item.localImage().env());
        }
        own.putAll(item.env());
        all.putAll(own);
        String options = TrustVariables.JAVA_TOOL_OPTIONS;
        all.put(options, TrustVariables.javaToolOptions(own.get(options), item.limits()));
        return all;
    }
}
