package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of a SERVICE or WORKER (definition spec 2.2, 3.5): a clean set, the user's own on top. Pure. */
final class ItemVariables {
    static final String CA = "/etc/ssl/certs/dokkimi-ca.crt";
    static final String BUNDLE = "/ca-bundle/ca-bundle.crt";
    static final String TRUST_STORE = "/ca-bundle/truststore.p12";
    private static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final String TRUST_OPTIONS =
            "-Djavax.net.ssl.trustStore=" + TRUST_STORE + " -Djavax.net.ssl.trustStorePassword=changeit";

    private ItemVariables() {}

    /** In the order base, mapping ({@code local.yaml}), user; later ones win, but JAVA_TOOL_OPTIONS are joined. */
    static Map<String, String> of(ItemPlan item) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", "/doppel/jdk/bin:" + Tool.PATH);
        all.put("HOME", "/tmp/home");
        all.put("JAVA_HOME", "/doppel/jdk");
        all.put("LANG", "C.UTF-8");
        all.put("HOSTNAME", "0.0.0.0");
        all.put("NODE_EXTRA_CA_CERTS", CA);
        all.put("SSL_CERT_FILE", BUNDLE);
        all.put("SSL_CERT_DIR", "/ca-bundle");
        all.put("REQUESTS_CA_BUNDLE", BUNDLE);
        all.put("CURL_CA_BUNDLE", BUNDLE);
        all.put("AWS_CA_BUNDLE", BUNDLE);
        all.put("GIT_SSL_CAINFO", BUNDLE);
        all.put("DENO_CERT", BUNDLE);
        all.put("PIP_CERT", BUNDLE);
        all.put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", BUNDLE);
        Map<String, String> own = new LinkedHashMap<>();
        if (item.localImage() != null) {
            own.putAll(item.localImage().env());
        }
        own.putAll(item.env());
        all.putAll(own);
        all.put(JAVA_TOOL_OPTIONS, javaToolOptions(own.get(JAVA_TOOL_OPTIONS), item.limits()));
        return all;
    }

    /** Ours come after the user's; a trust store that the user names stays, because the JVM takes the last of equal options. */
    private static String javaToolOptions(@Nullable String users, Limits limits) {
        StringBuilder options = new StringBuilder(users == null ? "" : users.strip());
        if (!options.toString().contains("-Djavax.net.ssl.trustStore=")) {
            options.append(options.isEmpty() ? "" : " ").append(TRUST_OPTIONS);
        }
        // the JVM sizes heap and pools by these, as it would by a container's limits
        if (limits.maxMemoryMiB() != null && !options.toString().contains("-XX:MaxRAM=")) {
            options.append(" -XX:MaxRAM=").append(limits.maxMemoryMiB()).append('m');
        }
        Double cpu = limits.maxCpu();
        if (cpu != null && !options.toString().contains("-XX:ActiveProcessorCount=")) {
            options.append(" -XX:ActiveProcessorCount=").append(Math.max(1, (int) Math.ceil(cpu)));
        }
        return options.toString();
    }
}
