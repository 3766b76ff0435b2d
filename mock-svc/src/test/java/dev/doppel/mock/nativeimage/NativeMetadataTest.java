package dev.doppel.mock.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Netty asks each handler by reflection which of its methods it may skip. */
class NativeMetadataTest {
    @Test
    void everyChannelHandlerIsRegistered() throws IOException {
        Set<String> registered = new TreeSet<>();
        try (var in = NativeMetadataTest.class.getResourceAsStream(
                "/META-INF/native-image/dev.doppel/mock-svc/reachability-metadata.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(in).path("reflection")) {
                assertThat(entry.path("allPublicMethods").asBoolean()).isTrue();
                registered.add(entry.path("type").asText());
            }
        }
        Set<String> handlers = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.doppel.mock").stream()
                        .filter(type -> type.isAssignableTo(ChannelHandler.class))
                        .map(JavaClass::getName)
                        .forEach(handlers::add);
        assertThat(registered)
                .as("handlers in META-INF/native-image of mock-svc")
                .hasSizeGreaterThan(10)
                .isEqualTo(handlers);
    }
}
