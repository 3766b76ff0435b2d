package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation of every vendor document answers a request made from the document, and a validator that is not ours
 * accepts both the request's body and the answer. Where requests are checked strictly, the same ones get the same answers.
 */
class DocumentsTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch", "head", "options");

    private record Claim(String what, int schema, byte[] json) {}

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "twilio", "openai", "sendgrid"})
    void T001_T106_T109_everyOperationAnswersAndEveryAnswerIsValid(String name) throws Exception {
        Map<String, Object> document = Values.mapOrEmpty(Json.parse(Files.readAllBytes(Twins.spec(name))));
        var speaker = Twins.start("version: \"1.0\"\nimports:\n  - {path: vendor/" + name + "}\n");
        var strict = Twins.start("version: \"1.0\"\nimports:\n  - {path: vendor/" + name
                + "}\nserverConfig: {validation: {enabled: true, mode: strict}}\n");
        Judge judge = new Judge(document);
        List<String> failures = new ArrayList<>();
        List<String> unsaid = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        int bodies = 0;
        for (Mock mock : speaker.twin().catalog().mocks().values()) {
            ApiOperation op = mock.operation();
            Requests made = new Requests(op);
            if (made.json() != null) {
                claims.add(new Claim("request of " + mock.id(), judge.add(made.schema()), made.json()));
            }
            TwinResponse answer = speaker.twin().handle(made.request());
            TwinResponse checked = strict.twin().handle(made.request());
            if (checked.status() != answer.status() || !Arrays.equals(checked.body(), answer.body())) {
                (made.unsaid() ? unsaid : failures)
                        .add(mock.id() + ": answered otherwise when requests are checked: " + checked.bodyText());
            }
            asked.add(op.method().toLowerCase(java.util.Locale.ROOT) + " " + op.path());
            if (answer.status() != OperationShape.status(op.shape().successCode())
                    || !mock.id().equals(answer.operation())) {
                failures.add(mock.id() + ": answered " + answer.status() + " by " + answer.operation() + " "
                        + answer.bodyText());
                continue;
            }
            OperationShape.Response declared =
                    op.shape().responses().get(String.valueOf(op.shape().successCode()));
            String type = declared == null
                    ? null
                    : OperationShape.preferred(declared.contents().keySet());
            if (type == null || answer.status() == 204) {
                assertThat(answer.body()).as(mock.id()).isEmpty();
                continue;
            }
            assertThat(answer.headers().first("Content-Type")).isEqualTo(type);
            Map<String, Object> schema = declared.contents().get(type).schema();
            if (schema != null && type.contains("json")) {
                bodies++;
                claims.add(new Claim(mock.id(), judge.add(schema), answer.body()));
                paging(Json.parse(answer.body()), mock.id(), failures);
            }
        }
        for (Claim claim : claims) {
            List<String> found = judge.complaints(claim.schema(), claim.json());
            if (!found.isEmpty()) {
                String text = new String(claim.json(), StandardCharsets.UTF_8);
                failures.add(claim.what() + ": " + found + " in " + text.substring(0, Math.min(300, text.length())));
            }
        }
        assertThat(failures).as(failures.size() + " of " + asked.size()).isEmpty();
        assertThat(unsaid).hasSizeLessThanOrEqualTo(2).allMatch(u -> u.contains("Missing required param"));
        assertThat(asked).isEqualTo(operations(document));
        assertThat(bodies).isGreaterThan(asked.size() / 3);
    }

    /** Method and path of every operation, read from the raw document. */
    private static Set<String> operations(Map<String, Object> document) {
        Set<String> out = new HashSet<>();
        Values.mapOrEmpty(document.get("paths"))
                .forEach((path, item) -> Values.mapOrEmpty(item).keySet().stream()
                        .filter(METHODS::contains)
                        .forEach(m -> out.add(m + " " + path)));
        return out;
    }

    /** A client that pages until it is told to stop must be told to. */
    private static void paging(Object node, String id, List<String> failures) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((k, v) -> {
                String key = String.valueOf(k);
                boolean more = (key.equals("has_more") || key.equals("hasMore") || key.equals("truncated"))
                        && Boolean.TRUE.equals(v);
                boolean next =
                        Set.of("next_page", "next_page_uri", "next_page_url").contains(key)
                                && v instanceof String
                                && !"".equals(v);
                if (more || next) {
                    failures.add(id + ": " + key + " is " + v);
                }
                paging(v, id, failures);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(v -> paging(v, id, failures));
        }
    }

    @Test
    void T108_examplesOfTheDocumentAreAnswered() throws IOException {
        Map<String, Object> document = Values.mapOrEmpty(Json.parse(Files.readAllBytes(Twins.spec("twilio"))));
        var s = Twins.start("version: \"1.0\"\nimports:\n  - {path: vendor/twilio}\n");
        Judge judge = new Judge(document);
        record Example(String what, Map<String, Object> wanted, Map<String, Object> given, int schema, byte[] whole) {}
        List<Example> examples = new ArrayList<>();
        for (Mock mock : s.twin().catalog().mocks().values()) {
            var content = mock.operation()
                    .shape()
                    .responses()
                    .get(mock.operation().shape().successCode());
            var media = content == null ? null : content.contents().get("application/json");
            if (media != null && !media.examples().isEmpty()) {
                Object first = media.examples().values().iterator().next();
                Map<String, Object> wanted = new LinkedHashMap<>(Values.mapOrEmpty(first));
                wanted.keySet().removeIf(k -> rewritten(k, mock.path()));
                var answer = s.twin().handle(new Requests(mock.operation()).request());
                examples.add(new Example(
                        mock.id(),
                        wanted,
                        Values.mapOrEmpty(Json.parse(answer.body())),
                        judge.add(media.schema()),
                        Json.bytes(first)));
            }
        }
        int answered = 0;
        for (Example e : examples) {
            boolean same = e.given().entrySet().containsAll(e.wanted().entrySet());
            answered += same ? 1 : 0;
            if (!same) {
                assertThat(judge.complaints(e.schema(), e.whole()))
                        .as(e.what() + " answers something else: " + e.given())
                        .isNotEmpty();
            }
        }
        assertThat(examples).hasSizeGreaterThan(150);
        assertThat(answered).isGreaterThan(examples.size() / 2);
        assertThat(s.send("POST", "/2010-04-01/Accounts/AC1/Addresses.json", "", "")
                        .at("/friendly_name"))
                .isEqualTo("Main Office");
    }

    /** Members that spec 3.3 rewrites in every answer: paging flags, and what the request's path says. */
    private static boolean rewritten(String key, String path) {
        return path.toLowerCase(java.util.Locale.ROOT).contains("{" + key.replace("_", "") + "}")
                || key.contains("page")
                || key.equals("sid");
    }
}
