package dev.doppel.cli.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.doppel.cli.Main;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** picocli finds commands and options by reflection, and the command reads files from its jar: an executable must be told of both. */
class NativeMetadataTest {
    private static final String GENERATED = "/META-INF/native-image/picocli-generated/dev.doppel/cli/";
    private static final String OWN = "/META-INF/native-image/dev.doppel/cli/reachability-metadata.json";

    private static JsonNode json(String path) throws IOException {
        try (var in = Main.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyCommandAndWhatHoldsItsOptionsIsRegistered() throws Exception {
        Set<String> registered = new TreeSet<>();
        JsonNode config = json(GENERATED + "reflect-config.json");
        config.forEach(entry -> registered.add(entry.path("name").asText()));
        Constructor<Main> constructor = Main.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        Set<String> needed = new TreeSet<>();
        collect(new CommandLine(constructor.newInstance()).getCommandSpec(), needed);
        assertThat(needed).hasSizeGreaterThan(15);
        assertThat(registered).containsAll(needed);
    }

    /** Classes whose members picocli touches: of user objects, of mixins, and of fields and methods with options. */
    private static void collect(CommandSpec spec, Set<String> needed) {
        for (Class<?> type = spec.userObject().getClass(); type != null && ours(type); type = type.getSuperclass()) {
            if (annotated(type)) {
                needed.add(type.getName());
            }
        }
        for (ArgSpec arg : spec.args()) {
            if (arg.userObject() instanceof Field field && ours(field.getDeclaringClass())) {
                needed.add(field.getDeclaringClass().getName());
            }
            if (arg.userObject() instanceof Method method && ours(method.getDeclaringClass())) {
                needed.add(method.getDeclaringClass().getName());
            }
        }
        spec.mixins().values().forEach(mixin -> collect(mixin, needed));
        if (ours(
                spec.versionProvider() == null
                        ? Object.class
                        : spec.versionProvider().getClass())) {
            needed.add(spec.versionProvider().getClass().getName());
        }
        spec.subcommands().values().forEach(command -> collect(command.getCommandSpec(), needed));
    }

    private static boolean annotated(Class<?> type) {
        return type.isAnnotationPresent(CommandLine.Command.class)
                || Stream.of(type.getDeclaredFields()).anyMatch(field -> field.getAnnotations().length > 0);
    }

    private static boolean ours(Class<?> type) {
        return type.getName().startsWith("dev.doppel.");
    }

    @Test
    void everyFileOfTheJarIsListed() throws Exception {
        List<String> globs = json(OWN).path("resources").findValuesAsText("glob");
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> resources = files.filter(Files::isRegularFile)
                    .map(classes::relativize)
                    .filter(file ->
                            !file.startsWith("META-INF") && !file.toString().endsWith(".class"))
                    .toList();
            assertThat(resources)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(globs)
                            .anyMatch(glob -> FileSystems.getDefault()
                                    .getPathMatcher("glob:" + glob)
                                    .matches(file)));
        }
    }
}
