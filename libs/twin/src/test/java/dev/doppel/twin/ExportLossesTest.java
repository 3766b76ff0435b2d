package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.export.ExportFormat;
import dev.doppel.twin.export.Exports;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.value.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other tools' formats leave out of a twin is named, each thing with its place. */
class ExportLossesTest extends Statements {
    private static final String DOCUMENT = """
            openapi: 3.0.3
            info: {title: Books, version: "1"}
            servers: [{url: "https://books.example/v1"}]
            security: [{key: []}]
            tags: [{name: books}]
            x-owner: us
            paths:
              /books/{id}:
                summary: One book
                get:
                  operationId: getBook
                  security: []
                  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                  responses:
                    "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
            components:
              securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
              schemas:
                Book: {type: object, properties: {id: {type: string}, title: {type: string}}}
                Unused: {type: object}
            """;

    /** Every text and number with a q in front, or above 7000, stands here once: what of it is not in an export must be in a warning. */
    private static final String EVERYTHING = """
            version: "1.0"
            metadata: {description: q-meta, tags: [q-tag]}
            imports:
              - {path: books.yaml, as: shop, idempotency: "on"}
            serverConfig:
              httpPort: 7001
              maxLogEntries: 7002
              responseHeaders: {x-all: q-all}
              chaos: {enabled: false, latency: {min: 7003ms, max: 7004ms, probability: 0.5}}
              auth: {bearerPrefix: q-prefix}
            workspaces: [{name: q-space}]
            tables:
              - name: q-books
                idStrategy: prefix
                idPrefix: q-bk_
                maxItems: 7005
                seedData: [{id: q-seed, title: q-title}]
                validation: {mode: strict, fields: {title: {maxLength: 7006}}}
                relationships: {author: {table: q-authors}}
                response: {fields: {inject: {object: q-object}}, errors: {wrap: q-wrap}}
              - {name: q-authors}
            extend:
              - {mock: shop.getBook, table: q-books, action: get, response: {fields: {inject: {kind: q-kind}}}}
            customOperations:
              - name: q-operation
                steps: [{type: create, resource: q-books, set: {title: '"q-made"'}, as: made}]
                response: {id: made.id}
            webhooks:
              - {on: q-books.create, url: "http://localhost:1/q-hook", event: q-event, format: json, delayMs: 7007, retries: 3}
            x-rules:
              - {mock: shop.getBook, when: 'params.id == "q-magic"', status: 418, error: {message: '"q-error"'}}
            mocks:
              - id: m0
                http:
                  matcher:
                    method: POST
                    path: /everything
                    headers: {X-Exact: q-exact, X-Part: "q-pat*tern"}
                    queryParams: {page: q-page}
                    bodyContains: q-contains
                    bodyPattern: "q-pattern[0-9]"
                    bodyJsonPath: {$.member: q-member, $.there: {exists: true}}
                    mtls: {cn: q-cn}
                  priority: 7008
                  scenario: {name: q-scenario, requires: Started, sets: q-next}
                  validation: {required: [q-required]}
                  response:
                    statusCode: 201
                    headers: {X-Sent: q-sent, Content-Type: text/plain}
                    body: "q-body {{uuid}}"
                    delayMs: 7009
                    seed: q-random
              - {id: m1, name: q-named, operationId: q-opid, description: q-note, http: {matcher: {method: PUT, path: /equals, bodyEquals: q-equals}, response: {body: q-m1}}}
              - {id: m2, http: {matcher: {method: GET, path: "/turns/{n:[0-9]+}"}, responses: [{body: q-first}, {body: q-second}], mode: cycle}}
              - {id: m3, http: {matcher: {path: /stream}, sse: {timing: {fixedDelay: 7010}, events: [{data: q-event1}, {data: q-event2}]}}}
              - {id: m4, http: {matcher: {method: POST, path: /run}, statefulOperation: q-operation}}
              - {id: m5, http: {matcher: {method: GET, path: /rows}, statefulBinding: {table: q-books, action: list}}}
              - {id: m6, enabled: false, http: {matcher: {method: GET, path: /off}, response: {body: q-off}}}
              - {id: m7, http: {matcher: {pathPattern: "^/q-only/"}, response: {body: q-only}}}
              - {id: m8, type: websocket, websocket: {path: /q-socket}}
              - {id: m9, http: {matcher: {method: GET, path: "/q-any/*"}, response: {body: q-wild}}}
              - {id: m10, http: {matcher: {method: POST, path: /everything}, response: {body: q-second-of-path}}}
              - {id: m11, http: {matcher: {method: GET, path: /bytes}, response: {x-bodyBase64: "//79/A==", headers: {Content-Type: image/png}}}}
            """;

    private static TwinEngine twin() {
        return TwinEngine.load(
                "mockd.yaml",
                EVERYTHING,
                FileResolver.memory(Map.of("books.yaml", DOCUMENT.getBytes(StandardCharsets.UTF_8))),
                TwinOptions.defaults());
    }

    /** Scalars that stand once, by pointer. */
    private static void marks(String pointer, Object node, Map<String, String> out) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> marks(pointer + "/" + key, value, out));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                marks(pointer + "/" + i, list.get(i), out);
            }
        } else if (Values.show(node).contains("q-") || Values.show(node).matches("70[0-9][0-9](ms)?")) {
            out.put(pointer, Values.show(node).replaceFirst("^/", ""));
        }
    }

    private static boolean named(String pointer, List<Problem> losses) {
        boolean answer = pointer.matches("/mocks/[0-9]+/http/(response|responses|sse)/.*");
        return losses.stream()
                .filter(loss -> loss.file().equals("configuration"))
                .anyMatch(loss -> loss.pointer().isEmpty()
                        ? answer && loss.code().equals("export-answer")
                        : (pointer + "/").startsWith(loss.pointer() + "/"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotInTheDocumentIsInAWarningAtItsPlace(ExportFormat format) {
        Exports.Written written = Exports.report(format, twin().catalog(), true);
        String text = new String(written.bytes(), StandardCharsets.UTF_8).replace(".*", "*"); // an expression for a *
        if (format == ExportFormat.MOCKD_YAML || format == ExportFormat.MOCKD_JSON) {
            assertThat(written.losses()).isEmpty();
            return;
        }
        Map<String, String> marks = new LinkedHashMap<>();
        marks("", Yaml.parse(EVERYTHING), marks);
        assertThat(marks).hasSizeGreaterThan(60);
        List<String> silent = new ArrayList<>();
        marks.forEach((pointer, mark) -> {
            if (!text.contains(mark) && !named(pointer, written.losses())) {
                silent.add(pointer + ": " + mark);
            }
        });
        assertThat(silent).as("left out in silence").isEmpty();
        assertThat(written.losses())
                .allSatisfy(loss -> assertThat(loss.code()).startsWith("export-"))
                .doesNotHaveDuplicates();
        // what the marks cannot show: what is written, and means less there
        for (String place : List.of(
                "/imports/0/idempotency",
                "/customOperations/0",
                "/webhooks/0",
                "/x-rules/0",
                "/mocks/6",
                "/mocks/7",
                "/mocks/8",
                "/mocks/4/http/statefulOperation",
                "/mocks/5/http/statefulBinding",
                "/extend/0")) {
            assertThat(named(place, written.losses())).as(format + " " + place).isTrue();
        }
    }

    @Test
    void whatAnOpenApiDocumentHoldsBesideItsOperationsIsNamedToo() {
        List<Problem> losses = Exports.report(ExportFormat.OPENAPI_YAML, twin().catalog(), false)
                .losses();
        assertThat(losses.stream().filter(l -> l.file().equals("books.yaml")).map(Problem::pointer))
                .containsExactlyInAnyOrder(
                        "/servers",
                        "/security",
                        "/tags",
                        "/x-owner",
                        "/components/securitySchemes",
                        "/components/schemas",
                        "/paths/~1books~1{id}/summary",
                        "/paths/~1books~1{id}/get/security");
        assertThat(losses.stream().map(Problem::text))
                .anyMatch(text -> text.contains("m10 is left out: an OpenAPI document has one operation"))
                .anyMatch(text -> text.contains("m9 is left out: OpenAPI has no *"));
    }

    @Test
    void theAdminApiCarriesThem() {
        dev.doppel.twin.admin.AdminApi admin = new dev.doppel.twin.admin.AdminApi(twin().start(), null);
        var plain = admin.handle(dev.doppel.twin.http.TwinRequest.get("/export?format=postman"));
        var report = admin.handle(dev.doppel.twin.http.TwinRequest.get("/export?format=postman&report=true"));
        Map<String, Object> told = Values.mapOrEmpty(Json.parse(report.body()));
        assertThat(told.get("content")).isEqualTo(plain.bodyText());
        assertThat(plain.headers().first("X-Mockd-Export-Warnings"))
                .isEqualTo(Integer.toString(
                        Values.listOrEmpty(told.get("warnings")).size()));
        assertThat(Values.listOrEmpty(told.get("warnings")))
                .contains("configuration /mocks/0/http/priority: m0: the priority is left out [export-matcher]");
    }
}
