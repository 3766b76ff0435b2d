package dev.doppel.scheduler.kubernetes;

import dev.doppel.scheduler.kubernetes.config.KubernetesConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Settings as an installation would have them, with a few of a test's own on top. */
public final class Settings {
    private Settings() {}

    /** Keys without the prefix. */
    public static KubernetesConfig of(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>();
        all.put("address", "10.244.0.2");
        all.put("gate.image", "registry.example/doppel/scheduler-svc:1");
        all.putAll(own);
        Map<String, String> keys = new TreeMap<>();
        all.forEach((key, value) -> keys.put("doppel.scheduler.kubernetes." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(KubernetesConfig.class)
                .withConverter(java.nio.file.Path.class, 100, java.nio.file.Path::of)
                .withConverter(java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValues(keys)
                .build()
                .getConfigMapping(KubernetesConfig.class);
    }
}
