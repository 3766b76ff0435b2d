package dev.doppel.twin.export;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.value.Values;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Something a hand-written mock may say, and the formats that say it too. */
enum Trait {
    ANY_METHOD(
            "/matcher/method",
            "export-matcher",
            "answers every method and is written for GET alone",
            of(ExportFormat.WIREMOCK, ExportFormat.MOCKOON),
            m -> m.matcher().method() == null || "*".equals(m.matcher().method())),
    PATH_REGEX(
            "/matcher/path",
            "export-matcher",
            "the expressions of its path's parameters are left out",
            none(),
            m -> Values.show(m.matcher().path()).matches(".*\\{[^}/]*:.*")),
    PATH_WILDCARD(
            "/matcher/path",
            "export-matcher",
            "its path's * means any text here and nothing there",
            of(ExportFormat.WIREMOCK, ExportFormat.MOCKOON, ExportFormat.OPENAPI_JSON, ExportFormat.OPENAPI_YAML),
            m -> Values.show(m.matcher().path()).contains("*")),
    QUERY(
            "/matcher/queryParams",
            "export-matcher",
            "the values that query parameters must have are left out",
            but(ExportFormat.OPENAPI_JSON, ExportFormat.OPENAPI_YAML),
            m -> !m.matcher().queryParams().isEmpty()),
    HEADERS(
            "/matcher/headers",
            "export-matcher",
            "the condition on headers is left out",
            but(ExportFormat.OPENAPI_JSON, ExportFormat.OPENAPI_YAML),
            m -> !m.matcher().headers().isEmpty()),
    HEADER_PATTERNS(
            "/matcher/headers",
            "export-matcher",
            "a header's value with * is written without it, as an example",
            of(
                    ExportFormat.WIREMOCK,
                    ExportFormat.MOCKOON,
                    ExportFormat.OPENAPI_JSON,
                    ExportFormat.OPENAPI_YAML), // there HEADERS says it
            m -> m.matcher().headers().values().stream().anyMatch(v -> v.contains("*"))),
    BODY_EQUALS(
            "/matcher/bodyEquals",
            "export-matcher",
            "the condition on the whole body is left out",
            of(ExportFormat.WIREMOCK, ExportFormat.MOCKOON),
            m -> m.matcher().bodyEquals() != null),
    BODY_CONTAINS(
            "/matcher/bodyContains",
            "export-matcher",
            "the condition on a part of the body is left out",
            of(ExportFormat.WIREMOCK),
            m -> m.matcher().bodyContains() != null),
    BODY_PATTERN(
            "/matcher/bodyPattern",
            "export-matcher",
            "the condition on the body's form is left out",
            of(ExportFormat.WIREMOCK, ExportFormat.MOCKOON),
            m -> m.matcher().bodyPattern() != null),
    BODY_JSON(
            "/matcher/bodyJsonPath",
            "export-matcher",
            "the conditions on members of the body are left out",
            of(ExportFormat.WIREMOCK, ExportFormat.MOCKOON),
            m -> !m.matcher().bodyJsonPath().isEmpty()),
    BODY_JSON_EXISTS(
            "/matcher/bodyJsonPath",
            "export-matcher",
            "that a member of the body must be there, or must not, is not said rightly",
            but(ExportFormat.WIREMOCK, ExportFormat.MOCKOON), // elsewhere BODY_JSON says it
            m -> m.matcher().bodyJsonPath().values().stream().anyMatch(Map.class::isInstance)),
    MTLS(
            "/matcher/mtls",
            "export-matcher",
            "the condition on the client's certificate is left out",
            none(),
            m -> !m.matcher().mtls().isEmpty()),
    PRIORITY(
            "/priority",
            "export-matcher",
            "the priority is left out",
            of(ExportFormat.WIREMOCK),
            m -> m.priority() != 0),
    PRIORITY_BEYOND(
            "/priority",
            "export-matcher",
            "priorities from 999 on are all the highest there",
            but(ExportFormat.WIREMOCK), // elsewhere PRIORITY says it
            m -> m.priority() >= 1_000),
    SCENARIO(
            "/scenario",
            "export-matcher",
            "the place in a scenario is left out",
            of(ExportFormat.WIREMOCK),
            m -> m.scenario() != null),
    VALIDATION(
            "/validation",
            "export-validation",
            "requests are not validated there",
            none(),
            m -> m.validation() != null),
    DELAY(
            "/response/delayMs",
            "export-answer",
            "the delay is left out",
            of(ExportFormat.WIREMOCK),
            m -> m.answer() instanceof MockSpec.Reply r && !r.delay().isZero()),
    SEED(
            "/response/seed",
            "export-answer",
            "the seed of its random values is left out",
            none(),
            m -> m.answer() instanceof MockSpec.Reply r && r.seed() != null),
    TEMPLATE(
            "/response",
            "export-answer",
            "templates in its answer are written as they stand, and evaluated by nobody",
            none(),
            m -> m.answer() instanceof MockSpec.Reply r
                    && !r.literal()
                    && (r.body().contains("{{") || r.headers().values().stream().anyMatch(v -> v.contains("{{")))),
    RESPONSE_HEADERS(
            "/response/headers",
            "export-answer",
            "headers of its answer besides Content-Type are left out",
            but(ExportFormat.OPENAPI_JSON, ExportFormat.OPENAPI_YAML),
            m -> m.answer() instanceof MockSpec.Reply r
                    && r.headers().keySet().stream().anyMatch(n -> !n.equalsIgnoreCase("content-type"))),
    REPLIES(
            "/responses",
            "export-answer",
            "of its answers in turn the first is written",
            none(),
            m -> m.answer() instanceof MockSpec.Replies),
    STREAM(
            "",
            "export-answer",
            "the stream is written in one piece, without its pauses",
            none(),
            m -> m.answer() instanceof MockSpec.Stream),
    OPERATION(
            "/statefulOperation",
            "export-operation",
            "the custom operation that it runs is not: what a fresh twin answers is written",
            none(),
            m -> m.answer() instanceof MockSpec.Operation);

    /** Below the mock's HTTP part. */
    final String pointer;

    final String code;
    final String loss;
    private final Set<ExportFormat> keepers;
    private final Predicate<MockSpec> there;

    Trait(String pointer, String code, String loss, Set<ExportFormat> keepers, Predicate<MockSpec> there) {
        this.pointer = pointer;
        this.code = code;
        this.loss = loss;
        this.keepers = keepers;
        this.there = there;
    }

    private static Set<ExportFormat> none() {
        return of();
    }

    private static Set<ExportFormat> of(ExportFormat... formats) {
        Set<ExportFormat> out = EnumSet.noneOf(ExportFormat.class);
        out.addAll(Set.of(formats));
        return out;
    }

    private static Set<ExportFormat> but(ExportFormat... formats) {
        return EnumSet.complementOf(EnumSet.copyOf(Set.of(formats)));
    }

    /** Whether a mock has it and the format has not. */
    boolean lost(MockSpec mock, ExportFormat format) {
        return !keepers.contains(format) && there.test(mock);
    }
}
