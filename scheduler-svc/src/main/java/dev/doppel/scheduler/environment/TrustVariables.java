package dev.doppel.scheduler.environment;

import dev.doppel.scheduler.environment.ItemPlan.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables by which runtimes come to trust the CA, and where its files are inside an item (definition spec 3.5). Pure. */
public final class TrustVariables {
    public static final String CA = "/etc/ssl/certs/dokkimi-ca.crt";
    public static final String BUNDLE = "/ca-bundle/ca-bundle.crt";
    public static final String TRUST_STORE = "/ca-bundle/truststore.p12";
    public static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final String TRUST_OPTIONS =
            "-Djavax.net.ssl.trustStore=" + TRUST_STORE + " -Djavax.net.ssl.trustStorePassword=changeit";

    private TrustVariables() {}

    /** All but {@code JAVA_TOOL_OPTIONS}, in order. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
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
        return all;
    }

    /**
     * The JVM's options: ours come after the user's; a trust store that the user names stays.
     *
     * @param users the user's own value
     * @param limits sizes that the JVM must be told because it cannot see them; {@link Limits#NONE} in a container, where it can
     */
    public static String javaToolOptions(@Nullable String users, Limits limits) {
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
