package dev.doppel.scheduler.process;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.scheduler.process.inside.ContractScenarios;
import dev.doppel.scheduler.process.inside.DatabaseScenarios;
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
        dev.doppel.embedded.postgres.PostgresBinaries.class,
        org.postgresql.Driver.class,
        org.apache.commons.compress.archivers.tar.TarArchiveInputStream.class,
        org.apache.commons.io.IOUtils.class,
        org.apache.commons.lang3.StringUtils.class,
        org.tukaani.xz.XZInputStream.class,
        com.fasterxml.jackson.annotation.JsonValue.class
    };

    @TestFactory
    Stream<DynamicTest> contractAsOrdinaryUser() throws Exception {
        return Namespaces.tests(As.ORDINARY_USER, ContractScenarios.class, NEEDED);
    }

    /** Only root may make control groups, as a rule; the rest of the contract is the same for both. */
    @TestFactory
    Stream<DynamicTest> contractOfMemoryAsRoot() throws Exception {
        return Namespaces.some(As.ROOT, "memory", ContractScenarios.class, NEEDED);
    }

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

    @TestFactory
    Stream<DynamicTest> databasesAsRoot() throws Exception {
        return Namespaces.tests(As.ROOT, DatabaseScenarios.class, NEEDED);
    }

    @TestFactory
    Stream<DynamicTest> databasesAsOrdinaryUser() throws Exception {
        return Namespaces.tests(As.ORDINARY_USER, DatabaseScenarios.class, NEEDED);
    }
}
