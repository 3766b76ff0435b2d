package dev.doppel.charts.render;

import dev.doppel.dns.config.DnsConfig;
import dev.doppel.mock.config.MockConfig;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.runner.config.RunnerConfig;
import dev.doppel.scheduler.config.SchedulerConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration of the services, as they themselves read it. */
final class ConfigKeys {
    /** The mapping of each service. */
    static final Map<String, Class<?>> MAPPINGS = Map.of(
            "scheduler", SchedulerConfig.class,
            "mock", MockConfig.class,
            "dns", DnsConfig.class,
            "runner", RunnerConfig.class,
            "results", ResultsConfig.class);

    private ConfigKeys() {}

    /** Names of environment variables that stand for a key of a service: of its own mapping and of those of its parts. */
    static Set<String> variables(String service) {
        Set<String> names = new TreeSet<>();
        Path sources = Chart.ROOT.resolve(service + "-svc/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith("Config.java")).toList()) {
                Class<?> type = Class.forName(
                        sources.relativize(file).toString().replace(".java", "").replace('/', '.'));
                ConfigMapping mapping = type.getAnnotation(ConfigMapping.class);
                if (mapping != null) {
                    collect(mapping.prefix(), type, names);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a service's jar is older than its sources: build it", e);
        }
        return names;
    }

    private static void collect(String prefix, Class<?> type, Set<String> names) {
        for (Method method : type.getDeclaredMethods()) {
            String key = prefix + "." + StringUtil.skewer(method.getName());
            if (method.getReturnType().isInterface()
                    && method.getReturnType().getName().startsWith(type.getName() + "$")) {
                collect(key, method.getReturnType(), names);
            } else {
                names.add(StringUtil.replaceNonAlphanumericByUnderscores(key).toUpperCase(java.util.Locale.ROOT));
            }
        }
    }

    /** What a service's own application.properties says. */
    static Map<String, String> properties(String service) {
        Properties properties = new Properties();
        try (var in =
                Files.newInputStream(Chart.ROOT.resolve(service + "-svc/src/main/resources/application.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }

    /** One further mapping of a service, with that environment. */
    static <T> T load(Class<T> mapping, String service, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(properties(service), "application.properties", 250))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }

    /** The configuration of a service with that environment, by the library that the service uses. */
    static SmallRyeConfig load(String service, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(properties(service), "application.properties", 250))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(MAPPINGS.get(service))
                .build();
    }
}
