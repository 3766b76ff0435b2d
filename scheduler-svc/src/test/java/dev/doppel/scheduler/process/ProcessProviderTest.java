package dev.doppel.scheduler.process;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.scheduler.process.inside.ItemScenarios;
import dev.doppel.scheduler.process.inside.Namespaces;
import dev.doppel.scheduler.process.inside.Namespaces.As;
import dev.doppel.scheduler.process.inside.NetworkScenarios;
import io.smallrye.config.ConfigMapping;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios, in a JVM inside namespaces, for root and for an ordinary user. */
class ProcessProviderTest {
    private static final Class<?>[] NEEDED = {
        ProcessProvider.class,
        InstanceId.class,
        ConfigMapping.class,
        PreDestroy.class,
        Singleton.class,
        Assertions.class,
        net.bytebuddy.ByteBuddy.class,
        NullMarked.class,
        com.fasterxml.jackson.annotation.JsonValue.class
    };

    @TestFactory
    Stream<DynamicTest> itemsAsRoot() throws Exception {
        return Namespaces.tests(As.ROOT, ItemScenarios.class, NEEDED);
    }

    @TestFactory
    Stream<DynamicTest> itemsAsOrdinaryUser() throws Exception {
        return Namespaces.tests(As.ORDINARY_USER, ItemScenarios.class, NEEDED);
    }

    @TestFactory
    Stream<DynamicTest> networkAsRoot() throws Exception {
        return Namespaces.tests(As.ROOT, NetworkScenarios.class, NEEDED);
    }

    @TestFactory
    Stream<DynamicTest> networkAsOrdinaryUser() throws Exception {
        return Namespaces.tests(As.ORDINARY_USER, NetworkScenarios.class, NEEDED);
    }
}
