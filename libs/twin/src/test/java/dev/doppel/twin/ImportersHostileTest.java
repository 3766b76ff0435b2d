package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.TwinLoadException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Importers meet documents that are broken, or made to hurt: they load, or they throw the load error; nothing else, and soon. */
class ImportersHostileTest extends Statements {
    private static final String[] PIECES = {
        "null",
        "{}",
        "[]",
        "\"\"",
        "0",
        "-1",
        "1e400",
        "true",
        "{{a}}",
        "{{",
        "}}",
        "[[[[",
        "\"request\":7",
        "../..",
        "\\u0000",
        "<a>",
        "&x;",
        "'",
        "$",
        "*",
        ":id",
        "%zz",
        "(?!",
        "((((",
        "\n",
        "curl "
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.postman.json:postman",
                "shop.har:har",
                "shop.wiremock.json:wiremock",
                "shop.mockoon.json:mockoon",
                "shop.curl:curl",
                "weather.wsdl:wsdl",
                "shop.mockd.yaml:mockd",
                "shop.mockd.yaml:openapi"
            })
    void mangledDocumentsLoadOrAreRefusedByName(String which) {
        String file = which.substring(0, which.indexOf(':'));
        byte[] whole = Twins.resource("formats/" + file).getBytes(StandardCharsets.UTF_8);
        String yaml =
                config("imports:\n  - {path: " + file + ", format: " + which.substring(file.length() + 1) + "}\n");
        long seed = Long.getLong("doppel.seed", System.nanoTime());
        Random random = new Random(seed);
        int loaded = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = mangled(whole, random);
            try {
                TwinInstance twin = TwinEngine.load("mockd.yaml", yaml, path -> bytes, TwinOptions.defaults())
                        .start();
                new Twins.Speaker(twin).get("/orders/1");
                loaded++;
            } catch (TwinLoadException e) {
                assertThat(e.problems()).as("seed " + seed).isNotEmpty();
                assertThat(e.getMessage()).as("seed " + seed).contains(file);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "seed " + seed + ", round " + i + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(loaded)
                .as("some variants of " + file + " load, seed " + seed)
                .isBetween(0, 400);
    }

    private static byte[] mangled(byte[] whole, Random random) {
        StringBuilder text = new StringBuilder(new String(whole, StandardCharsets.UTF_8));
        for (int n = 1 + random.nextInt(3); n > 0 && !text.isEmpty(); n--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                default -> value(text, at, random);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Puts another JSON value behind the next colon: documents of the right syntax and the wrong shape. */
    private static void value(StringBuilder text, int from, Random random) {
        int colon = text.indexOf("\":", from);
        if (colon < 0) {
            return;
        }
        int end = colon + 2;
        int depth = 0;
        boolean quoted = false;
        while (end < text.length()) {
            char c = text.charAt(end);
            quoted ^= c == '"' && text.charAt(end - 1) != '\\';
            depth += quoted ? 0 : c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth < 0 || depth == 0 && !quoted && c == ',') {
                break;
            }
            end++;
        }
        text.replace(colon + 2, end, PIECES[random.nextInt(8)]);
    }

    private static void refused(String file, String text, String why) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(
                                () -> Twins.start(config("imports:\n  - {path: " + file + "}\n"), Map.of(file, text)))
                        .isInstanceOf(TwinLoadException.class)
                        .hasMessageContaining(file)
                        .hasMessageContaining(why));
    }

    @Test
    void xmlBombsExternalEntitiesAndTowersAreRefused() {
        String head = "<?xml version=\"1.0\"?>";
        refused(
                "a.wsdl",
                head + "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><definitions>&b;</definitions>",
                "not read");
        refused("b.wsdl", head + "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><definitions/>", "not read");
        refused("c.wsdl", "<definitions>" + "<a>".repeat(5_000) + "</a>".repeat(5_000) + "</definitions>", "levels");
        refused("d.wsdl", "<definitions>" + "<a/>".repeat(300_000) + "</definitions>", "elements");
        refused("e.wsdl", "<definitions>", "XML");
    }

    @Test
    void schemasThatNameThemselvesEnd() {
        StringBuilder type = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            type.append("<xsd:complexContent><xsd:extension base=\"tns:Day\"/></xsd:complexContent>");
        }
        String wsdl = Twins.resource("formats/weather.wsdl")
                .replace("<xsd:complexType name=\"Day\">", "<xsd:complexType name=\"Day\">" + type);
        var s = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> Twins.start(config("imports:\n  - {path: a.wsdl}\n"), Map.of("a.wsdl", wsdl)));
        assertThat(s.send("POST", "/soap", "text/xml", "<GetWeather/>").raw().body().length)
                .isLessThan(256 * 1024);
    }

    @Test
    void variablesThatGrowForEverAndFoldersWithoutEndAreBounded() {
        String grows =
                "{\"info\":{},\"variable\":[{\"key\":\"a\",\"value\":\"{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}{{a}}\"}],\"item\":[{\"name\":\"x\",\"request\":{\"method\":\"GET\",\"url\":\"/x\"},\"response\":[{\"code\":200,\"body\":\"{{a}}{{a}}{{a}}{{a}}\"}]}]}";
        var s = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> Twins.start(config("imports:\n  - {path: a.json}\n"), Map.of("a.json", grows)));
        assertThat(s.get("/x").raw().body().length).isLessThan(8 << 20);
        String folders = "{\"info\":{},\"item\":" + "[{\"item\":".repeat(100) + "[]" + "}]".repeat(100) + "}";
        var deep = Twins.start(config("imports:\n  - {path: a.json}\n"), Map.of("a.json", folders));
        assertThat(deep.twin().catalog().warnings())
                .anySatisfy(w -> assertThat(w.message()).contains("50 levels"));
    }

    @Test
    void tooManyMocksAreCutWithAWarning() {
        String one =
                "{\"request\":{\"method\":\"GET\",\"url\":\"https://h/%d\"},\"response\":{\"status\":200,\"content\":{}}},";
        StringBuilder har = new StringBuilder("{\"log\":{\"entries\":[");
        for (int i = 0; i < 20_100; i++) {
            har.append(one.formatted(i));
        }
        har.setCharAt(har.length() - 1, ']');
        FileResolver files = path -> har.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        TwinEngine engine = assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> TwinEngine.load(
                        "mockd.yaml", config("imports:\n  - {path: a.har}\n"), files, TwinOptions.defaults()));
        assertThat(engine.catalog().mocks()).hasSize(20_000);
        assertThat(engine.warnings()).anySatisfy(w -> assertThat(w.message()).contains("20000"));
    }
}
