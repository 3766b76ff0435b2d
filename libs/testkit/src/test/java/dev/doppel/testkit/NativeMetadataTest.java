package dev.doppel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.doppel.contract.codec.MessageTypes;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Jackson reads and writes messages by reflection: a native image must know each type that a message can hold or is. */
class NativeMetadataTest {
    private static final String FILE = "/META-INF/native-image/dev.doppel/doppel-contract/reachability-metadata.json";

    @Test
    void everyTypeOfEveryMessageIsRegistered() throws IOException {
        Set<String> registered = new TreeSet<>();
        try (var in = MessageTypes.class.getResourceAsStream(FILE)) {
            for (JsonNode entry : new ObjectMapper().readTree(in).path("reflection")) {
                for (String part : new String[] {"Constructors", "Fields", "Methods"}) {
                    assertThat(entry.path("allDeclared" + part).asBoolean())
                            .as(entry.toString())
                            .isTrue();
                }
                registered.add(entry.path("type").asText());
            }
        }
        Set<String> reached = new TreeSet<>();
        MessageTypes.all().forEach(entry -> reach(entry.type(), reached));
        assertThat(reached).hasSizeGreaterThan(40);
        assertThat(registered).containsAll(reached);
        assertThat(registered)
                .allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
    }

    private static void reach(Type type, Set<String> reached) {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                reach(argument, reached);
            }
        } else if (type instanceof Class<?> plain && plain.getName().startsWith("dev.doppel.contract.")) {
            boolean first = reached.add(plain.getName());
            if (first && plain.isRecord()) {
                for (RecordComponent component : plain.getRecordComponents()) {
                    reach(component.getGenericType(), reached);
                }
            }
            if (first) {
                // annotations of their methods count, too
                for (Class<?> above : plain.getInterfaces()) {
                    reach(above, reached);
                }
            }
            if (first && plain.isSealed()) {
                for (Class<?> permitted : plain.getPermittedSubclasses()) {
                    reach(permitted, reached);
                }
            }
        }
    }
}
