package dev.doppel.scheduler.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.Header;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mocks and policy of a definition as the data plane wants them (spec 2.6, 3.7, 4.5). Pure. */
public final class MockSpecs {
    private MockSpecs() {}

    /** The mocks in definition order, which breaks the last tie. */
    public static List<MockSpec> of(Definition definition) {
        List<MockSpec> specs = new ArrayList<>();
        for (Mock mock : definition.items(Mock.class)) {
            specs.add(spec(specs.size(), mock));
        }
        return specs;
    }

    private static MockSpec spec(int index, Mock mock) {
        Mock.Criteria criteria = mock.criteria();
        Mock.Answer answer = mock.answer();
        String contains = null;
        String matches = null;
        switch (criteria.body()) {
            case Mock.BodyCriterion.Contains c -> contains = c.text();
            case Mock.BodyCriterion.Matches m -> matches = m.regex();
            case null -> {}
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : answer.headers()) {
            headers.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
        }
        return new MockSpec(
                index,
                mock.name(),
                criteria.origin(),
                criteria.target().toString(),
                criteria.method(),
                criteria.path(),
                contains,
                matches,
                answer.delay().toMillis(),
                answer.status(),
                headers,
                body(answer.body()));
    }

    /** Text as it is, null as nothing, anything else as compact JSON (spec 4.5 #3). */
    static @Nullable String body(@Nullable JsonNode body) {
        if (body == null || body.isNull() || body.isMissingNode()) {
            return null;
        }
        if (body.isTextual()) {
            return body.textValue();
        }
        try {
            return MessageCodec.json().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a mock's body", e);
        }
    }

    /**
     * What happens to outside calls that nothing matches: the installation's policy, which a definition can narrow only.
     *
     * @param installation policy and exceptions of the installation
     */
    public static Egress egress(Definition definition, Egress installation) {
        return definition.settings().unmocked() == Settings.Unmocked.BLOCK
                ? new Egress(Egress.Policy.BLOCK, List.of())
                : installation;
    }
}
