package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.export.ExportFormat;
import dev.doppel.twin.export.Exports;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.value.Yaml;
import dev.doppel.twin.value.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A twin written out and read again. */
class ExportTest extends Statements {
    private static final FileResolver NOTHING = path -> {
        throw new IOException("an exported twin must stand alone");
    };

    private static TwinEngine again(ExportFormat format, byte[] text) {
        return TwinEngine.load(
                format == ExportFormat.MOCKD_YAML ? "again.yaml" : "again.json",
                new String(text, StandardCharsets.UTF_8),
                NOTHING,
                TwinOptions.defaults());
    }

    /** Everything that makes two catalogs the same for a client. */
    private static Map<String, Object> shape(Catalog catalog) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Mock m : catalog.mocks().values()) {
            var target = m.target();
            out.put(
                    "mock " + m.id(),
                    List.of(
                            m.method(),
                            m.path(),
                            m.enabled(),
                            String.valueOf(m.operationId()),
                            target == null
                                    ? "-"
                                    : target.table().name() + "/" + target.action() + "/"
                                            + (target.operation() == null
                                                    ? ""
                                                    : target.operation().name()),
                            target == null ? "-" : target.transforms(),
                            m.rules().size()));
        }
        catalog.tables().values().forEach(t -> {
            Map<String, Object> raw = new LinkedHashMap<>(t.raw());
            out.put("table " + t.name(), Json.text(raw));
            out.put("shape " + t.name(), String.valueOf(catalog.idShape(t)));
        });
        out.put("operations", List.copyOf(catalog.operations().keySet()));
        out.put("webhooks", catalog.webhooks().size());
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "stripe,MOCKD_YAML",
        "stripe,MOCKD_JSON",
        "twilio,MOCKD_YAML",
        "openai,MOCKD_JSON",
        "sendgrid,MOCKD_YAML"
    })
    void T132_exportThenImportOfAPackGivesTheSameTwin(String pack, ExportFormat format) {
        Path file = Twins.root().resolve("examples/twins/" + pack + "/mockd.yaml");
        Catalog first = TwinEngine.load(file, TwinOptions.defaults()).catalog();
        byte[] text = Exports.write(format, first, true);
        TwinEngine second = again(format, text);
        assertThat(shape(second.catalog())).isEqualTo(shape(first));
        assertThat(first.tables()).isNotEmpty();
        assertThat(Exports.write(format, second.catalog(), true)).isEqualTo(text);
    }

    @Test
    void T132_theExportedStripeTwinBehavesTheSame() {
        Path file = Twins.root().resolve("examples/twins/stripe/mockd.yaml");
        Catalog first = TwinEngine.load(file, TwinOptions.defaults()).catalog();
        var s = new Twins.Speaker(again(ExportFormat.MOCKD_YAML, Exports.write(ExportFormat.MOCKD_YAML, first, true))
                .start());
        assertThat(first.tables()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(first.operations()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(s.form("/v1/payment_intents/pi_123/confirm", "payment_method=pm_card_visa_chargeDeclined")
                        .status())
                .isEqualTo(402);
        assertThat(s.form("/v1/payment_intents/pi_123/confirm", "payment_method=pm_card_visa")
                        .at("/status"))
                .isEqualTo("succeeded");
        assertThat(s.get("/v1/customers?limit=1").at("/object")).isEqualTo("list");
        assertThat(s.get("/v1/customers/nope").at("/error/code")).isEqualTo("resource_missing");
    }

    @Test
    void bindingResponsesImportedTablesAndDollarSignsSurvive() {
        String inner = config(
                "tables:\n  - {name: t, seedData: [{id: a, price: \"$HOME\", at: 2024-01-02T03:04:05Z}]}\nmocks:\n  - {id: get, http: {matcher: {method: GET, path: \"/in/{id}\"}, statefulBinding: {table: t, action: get}}}\n");
        String outer = config("""
                x-anchor: {kept: true}
                serverConfig: {maxLogEntries: 7}
                imports:
                  - {path: inner.yaml, as: i}
                tables:
                  - {name: t, seedData: [{id: z, on: "yes", n: "0x10", f: 1.0, big: 12345678901234567890}], response: {fields: {inject: {object: table}}}}
                mocks:
                  - {id: get, http: {matcher: {method: GET, path: "/out/{id}"}, response: {body: x}}}
                  - {id: off, enabled: false, http: {matcher: {method: GET, path: /off}, response: {body: "a\\tb # c: d"}}}
                extend:
                  - {mock: get, table: t, action: get, response: {fields: {inject: {mine: 1}}}}
                """);
        TwinEngine engine = Twins.engine(outer, Map.of("inner.yaml", inner), TwinOptions.defaults());
        for (ExportFormat format : List.of(ExportFormat.MOCKD_YAML, ExportFormat.MOCKD_JSON)) {
            byte[] text = Exports.write(format, engine.catalog(), true);
            TwinEngine back = TwinEngine.load(
                    format == ExportFormat.MOCKD_YAML ? "a.yaml" : "a.json",
                    new String(text, StandardCharsets.UTF_8),
                    NOTHING,
                    TwinOptions.defaults().withEnv(n -> "EXPANDED"));
            assertThat(shape(back.catalog())).isEqualTo(shape(engine.catalog()));
            assertThat(back.catalog().config().server().maxLogEntries()).isEqualTo(7);
            assertThat(back.catalog().config().raw()).containsKey("x-anchor");
            var s = new Twins.Speaker(back.start());
            assertThat(s.get("/in/a").json())
                    .containsEntry("price", "$HOME")
                    .containsEntry("at", "2024-01-02T03:04:05Z");
            assertThat(s.get("/out/z").json())
                    .containsEntry("mine", 1L)
                    .containsEntry("on", "yes")
                    .containsEntry("n", "0x10")
                    .doesNotContainKey("object");
            assertThat(s.get("/off").status()).isEqualTo(404);
        }
    }

    @Test
    void whatTheAdminApiChangedIsExported() {
        TwinInstance twin = Twins.engine(crud("- {name: t}"), Map.of(), TwinOptions.defaults())
                .start();
        var admin = new dev.doppel.twin.admin.AdminApi(twin, null);
        admin.handle(dev.doppel.twin.http.TwinRequest.of(
                "POST", "/mocks/list/toggle", new dev.doppel.twin.http.Headers(), new byte[0]));
        admin.handle(dev.doppel.twin.http.TwinRequest.of(
                "DELETE", "/mocks/get", new dev.doppel.twin.http.Headers(), new byte[0]));
        var export = admin.handle(dev.doppel.twin.http.TwinRequest.get("/export"));
        assertThat(export.headers().first("Content-Type")).isEqualTo("application/yaml");
        Catalog back = again(ExportFormat.MOCKD_YAML, export.body()).catalog();
        assertThat(back.mocks()).doesNotContainKey("get").containsKey("create");
        assertThat(back.mocks().get("list").enabled()).isFalse();
        assertThat(admin.handle(dev.doppel.twin.http.TwinRequest.get("/export?format=excel"))
                        .status())
                .isEqualTo(400);
        assertThat(admin.handle(dev.doppel.twin.http.TwinRequest.get("/openapi.yaml"))
                        .bodyText())
                .startsWith("openapi: \"3.0.3\"");
    }

    private static final String MIXED = config("""
            name: Mixed
            imports:
              - {path: a.json, as: a}
            tables:
              - {name: t, seedData: [{id: one, n: 1}]}
            mocks:
              - {id: get, name: One, http: {matcher: {method: GET, path: "/t/{id}"}, statefulBinding: {table: t, action: get}}}
              - {id: hi, name: Hello, http: {matcher: {method: GET, path: /hi, queryParams: {q: "it's"}}, response: {statusCode: 203, headers: {X-A: b}, body: "hi {{there}}", x-literal: true}}}
              - {id: post, name: Post, http: {matcher: {method: POST, path: /hi, headers: {X-K: "v*"}, bodyJsonPath: {"$.a.b": 5}}, response: {body: {ok: true}}}}
            """);

    /** What other tools' exports become when they are imported again, asked the same questions. */
    @ParameterizedTest
    @EnumSource(names = {"POSTMAN", "HAR", "WIREMOCK", "MOCKOON", "OPENAPI_JSON", "OPENAPI_YAML"})
    void otherFormatsAnswerTheSameWhenImportedAgain(ExportFormat format) {
        Catalog first = Twins.engine(
                        MIXED,
                        Map.of(
                                "a.json",
                                DOC.replaceAll("\"/again.*", "\"/z\":{}},")
                                        .replace("}}}}}},\"delete", "}}}}}},\"delete")),
                        TwinOptions.defaults())
                .catalog();
        byte[] text = Exports.write(format, first, false);
        var s = Twins.start(
                config("imports:\n  - {path: " + format.fileName() + "}\n"),
                Map.of(format.fileName(), new String(text, StandardCharsets.UTF_8)));
        var hi = s.get("/hi?q=it%27s");
        assertThat(hi.text()).contains("hi {{there}}");
        assertThat(hi.status()).isEqualTo(203);
        assertThat(s.json("POST", "/hi", "{\"a\":{\"b\":5}}", "X-K", "v1").at("/ok"))
                .isEqualTo(true);
        String row = format == ExportFormat.HAR ? "/t/id" : "/t/one";
        assertThat(s.get(row).at("/n")).isEqualTo(1L);
        assertThat(s.get("/things").status()).isEqualTo(200);
        boolean conditions = format == ExportFormat.WIREMOCK || format == ExportFormat.MOCKOON;
        assertThat(s.json("POST", "/hi", "{\"a\":{\"b\":6}}", "X-K", "v1").status())
                .isEqualTo(conditions ? 404 : 200);
    }

    @Test
    void curlAndInsomniaNameEveryRequest() {
        Catalog first = Twins.engine(MIXED, Map.of("a.json", DOC), TwinOptions.defaults())
                .catalog();
        String curl = new String(Exports.write(ExportFormat.CURL, first, false), StandardCharsets.UTF_8);
        assertThat(curl)
                .contains("curl -X GET 'http://localhost:4280/hi?q=it%27s'")
                .contains("-H 'X-K: v'");
        var back = Twins.start(config("imports:\n  - {path: a.curl}\n"), Map.of("a.curl", curl));
        assertThat(back.twin().catalog().mocks()).hasSameSizeAs(first.mocks());
        for (ExportFormat format : List.of(ExportFormat.INSOMNIA_JSON, ExportFormat.INSOMNIA_YAML)) {
            String text = new String(Exports.write(format, first, false), StandardCharsets.UTF_8);
            Map<String, Object> map =
                    Values.mapOrEmpty(format == ExportFormat.INSOMNIA_JSON ? Json.parse(text) : Yaml.parse(text));
            List<Object> requests =
                    Values.listOrEmpty(map.get(map.containsKey("collection") ? "collection" : "resources"));
            List<Object> urls = new ArrayList<>();
            requests.forEach(r -> urls.add(Values.mapOrEmpty(r).get("url")));
            assertThat(urls).contains("{{ _.base_url }}/hi", "{{ _.base_url }}/t/:id", "{{ _.base_url }}/things");
        }
    }

    @Test
    void anExportedDocumentOfAVendorServesTheSameOperations() throws IOException {
        Path file = Twins.root().resolve("examples/twins/twilio/mockd.yaml");
        Catalog first = TwinEngine.load(file, TwinOptions.defaults()).catalog();
        String text = new String(Exports.write(ExportFormat.OPENAPI_JSON, first, false), StandardCharsets.UTF_8);
        Catalog back = Twins.engine(
                        config("imports:\n  - {path: o.json}\n"), Map.of("o.json", text), TwinOptions.defaults())
                .catalog();
        assertThat(back.mocks().keySet()).isEqualTo(first.mocks().keySet());
        assertThat(new String(Exports.write(ExportFormat.OPENAPI_YAML, first, false), StandardCharsets.UTF_8))
                .as("nothing expands variables in an OpenAPI document")
                .contains("\"$ref\": \"#/components/schemas/");
    }

    @Test
    void yamlTextIsReadBackAsWritten() {
        long seed = Long.getLong("doppel.seed", System.nanoTime());
        Dice dice = new Dice(seed);
        for (int i = 0; i < 2_000; i++) {
            Object value = random(dice, 0);
            String text = YamlText.text(value);
            assertThat(Yaml.parse(text)).as("seed " + seed + "\n" + text).isEqualTo(value);
            Object other = new org.yaml.snakeyaml.Yaml(
                            new org.yaml.snakeyaml.constructor.SafeConstructor(new org.yaml.snakeyaml.LoaderOptions()))
                    .load(text);
            assertThat(Json.text(other))
                    .as("seed " + seed + " for other readers\n" + text)
                    .isEqualTo(Json.text(value));
        }
    }

    private static Object random(Dice dice, int depth) {
        String[] texts = {
            "", " ", "a", "yes", "No", "null", "~", "1", "-1", "0x1F", "1e3", "1.0", ".5", "2024-01-01", "a: b", "a #b",
                    "- a", "{a}", "[a]",
            "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "'a'", "\"a\"", "a\nb", "\ttab", "a\\b", "$HOME", "${A}",
                    "$5", "é ü", "\u2028", "\u0007",
            "a ", " a", "<<", "true", "=", "?", "a  b", "x:", "/a/b", "key", "😀", "\u0085", "\ufeff", "on"
        };
        return switch (depth > 3 ? dice.below(4) : dice.below(7)) {
            case 0, 1 -> texts[dice.below(texts.length)];
            case 2 -> dice.between(-5, 5);
            case 3 -> dice.one(Boolean.TRUE, Boolean.FALSE, 1.5, -0.25);
            case 4 -> {
                List<Object> list = new ArrayList<>();
                for (int n = dice.below(4); n > 0; n--) {
                    list.add(random(dice, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int n = dice.below(4); n > 0; n--) {
                    map.put(texts[dice.below(texts.length)], random(dice, depth + 1));
                }
                yield map;
            }
        };
    }
}
