package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.action.Target;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.value.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a pack's rules keep for themselves, under names that begin with {@code _}, are never stored; {@link Front} looks at what is answered. */
class PackInternalsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stripe/mockd",
                "stripe/shop.mockd",
                "twilio/mockd",
                "openai/mockd",
                "sendgrid/mockd",
                "easypost/mockd"
            })
    void whatRulesKeepForThemselvesIsNotStored(String pack) {
        Path file = Twins.root().resolve("examples/twins/" + pack + ".yaml");
        TwinEngine engine = TwinEngine.load(file, TwinOptions.defaults());
        List<String> stored = new ArrayList<>();
        for (Object rule : Values.listOrEmpty(engine.catalog().config().raw().get("x-rules"))) {
            Mock mock =
                    engine.catalog().mock(Values.show(Values.mapOrEmpty(rule).get("mock")));
            Target target = mock == null ? null : mock.target();
            if (target != null) {
                List<Object> kept = Values.listOrEmpty(target.table().raw().get("x-transient"));
                Values.mapOrEmpty(Values.mapOrEmpty(rule).get("set")).keySet().stream()
                        .filter(name -> name.startsWith("_") && !kept.contains(name))
                        .forEach(name -> stored.add(mock.id() + " stores " + name + " in "
                                + target.table().name()));
            }
        }
        assertThat(stored).isEmpty();
    }
}
