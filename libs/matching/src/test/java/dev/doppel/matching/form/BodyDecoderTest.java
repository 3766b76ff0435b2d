package dev.doppel.matching.form;

import static dev.doppel.matching.Nodes.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.matching.json.Json;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyDecoderTest {
    private static JsonNode body(String text, String type) {
        return BodyDecoder.decode(text.getBytes(UTF_8), type, null, false).body();
    }

    @Test
    void jsonIsParsedWhateverTheContentType() {
        assertThat(body("{\"a\": 1.10}", "text/plain"))
                .isEqualTo(Json.tryParse("{\"a\":1.10}").orElseThrow());
        assertThat(body("{\"a\":1}", "application/x-www-form-urlencoded")).isEqualTo(json("{'a':1}"));
        assertThat(body("\ufeff{\"a\":1}", "application/json")).isEqualTo(json("{'a':1}"));
        assertThat(Json.compact(body("{\"total\":99.90}", null))).isEqualTo("{\"total\":99.90}");
    }

    @Test
    void D034_D035_aFormNavigatesAsAMapAndKeepsText() {
        JsonNode form =
                body("To=%2B15551234567&Body=Tracking+9400111899223456789012", "application/x-www-form-urlencoded");
        assertThat(form).isInstanceOf(FormBody.class);
        assertThat(form.textValue()).startsWith("To=%2B1555");
        assertThat(((FormBody) form).map())
                .isEqualTo(json("{'To': '+15551234567', 'Body': 'Tracking 9400111899223456789012'}"));
        assertThat(Json.compact(form)).isEqualTo("\"To=%2B15551234567&Body=Tracking+9400111899223456789012\"");
    }

    @Test
    void formsHaveListsAndMaps() {
        assertThat(FormBody.parse("a=1&a=2&b[c]=3&b[d][]=4&b[d][]=5&i[0][x]=6&i[1][x]=7&e=&f")
                        .map())
                .isEqualTo(json("{'a':['1','2'],'b':{'c':'3','d':['4','5']},'i':[{'x':'6'},{'x':'7'}],'e':'','f':''}"));
        assertThat(FormBody.parse("a=1&a[b]=2").map()).isEqualTo(json("{'a':{'b':'2'}}"));
        assertThat(FormBody.parse("a=1&a[b]=2").conflicts()).containsExactly("a");
        assertThat(FormBody.parse("a%5Bb%5D=1&x=%zz&c=%e2%82%ac").map())
                .isEqualTo(json("{'a':{'b':'1'},'x':'%zz','c':'\u20ac'}"));
        assertThat(FormBody.parse("a[999999999]=1").map()).isEqualTo(json("{'a':{'999999999':'1'}}"));
        assertThat(FormBody.parse("a[b=1&[c]=2").map()).isEqualTo(json("{'a[b':'1','[c]':'2'}"));
    }

    @Test
    void D112_aRecordedFormIsNavigableAgain() {
        ObjectNode request = (ObjectNode) json("{'body':'code=abc','bodyForm':{'code':'abc'}}");
        FormBody.revive(request);
        assertThat(request.get("body")).isInstanceOf(FormBody.class);
        ObjectNode text = (ObjectNode) json("{'body':'code=abc'}");
        FormBody.revive(text);
        assertThat(text.get("body")).isNotInstanceOf(FormBody.class);
    }

    @Test
    void formsNeverFail() {
        Random random = new Random(39L);
        String alphabet = "a[]=&%2+0b";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(FormBody.parse(text.toString()).map()).isNotNull();
        }
    }

    @Test
    void D108_multipartBecomesFieldsAndFiles() {
        String multipart = "--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"tags[]\"\r\n\r\na\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"tags[]\"\r\n\r\nb\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"doc\"; filename=\"a b.txt\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n"
                + "--XX--\r\n";
        assertThat(body(multipart, "multipart/form-data; boundary=\"XX\""))
                .isEqualTo(json(
                        "{'note':'hello','tags[]':['a','b'],'doc':{'filename':'a b.txt','size':3,'contentType':'text/plain',"
                                + "'sha256':'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'}}"));
        assertThat(body("no boundary here", "multipart/form-data; boundary=XX").isTextual())
                .isTrue();
    }

    @Test
    void D109_binaryIsMarkedAndKeptAsBase64() {
        byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', 0, 1};
        DecodedBody decoded = BodyDecoder.decode(bytes, "image/png", null, false);
        assertThat(decoded.body().get("$binary").booleanValue()).isTrue();
        assertThat(decoded.body().get("size").intValue()).isEqualTo(6);
        assertThat(decoded.body().get("contentType").textValue()).isEqualTo("image/png");
        assertThat(decoded.body().get("sha256").textValue()).hasSize(64);
        assertThat(Base64.getDecoder().decode(decoded.base64())).isEqualTo(bytes);
        byte[] large = new byte[200_000];
        assertThat(Base64.getDecoder()
                        .decode(BodyDecoder.decode(large, null, null, false).base64()))
                .hasSize(65536);
    }

    @Test
    void textAndNothing() {
        assertThat(body("plain \u00e9", "text/plain").textValue()).isEqualTo("plain \u00e9");
        assertThat(body("", "application/json").isNull()).isTrue();
        DecodedBody latin = BodyDecoder.decode(
                "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1), "text/plain; charset=iso-8859-1", null, false);
        assertThat(latin.body().textValue()).isEqualTo("caf\u00e9");
    }

    @Test
    void D113_aTruncatedBodyIsTextAndFlagged() {
        DecodedBody cut = BodyDecoder.decode("{\"a\": \"\u20ac".getBytes(UTF_8), "application/json", null, true);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.body().isTextual()).isTrue();
        byte[] inMiddle = java.util.Arrays.copyOf("ab\u20ac".getBytes(UTF_8), 4);
        assertThat(BodyDecoder.decode(inMiddle, "text/plain", null, true).body().textValue())
                .isEqualTo("ab");
    }

    @Test
    void D107_contentCodingsAreUndone() throws IOException {
        byte[] json = "{\"a\":1}".getBytes(UTF_8);
        assertThat(BodyDecoder.decode(gzip(json), "application/json", "gzip", false)
                        .body())
                .isEqualTo(json("{'a':1}"));
        assertThat(BodyDecoder.decode(deflate(json, false), null, "deflate", false)
                        .body())
                .isEqualTo(json("{'a':1}"));
        assertThat(BodyDecoder.decode(deflate(json, true), null, "deflate", false)
                        .body())
                .isEqualTo(json("{'a':1}"));
        assertThat(BodyDecoder.decode(zstd(json), null, "zstd", false).body()).isEqualTo(json("{'a':1}"));
        assertThat(BodyDecoder.decode(zstd(gzip(json)), null, "gzip, zstd", false)
                        .body())
                .isEqualTo(json("{'a':1}"));
        byte[] brotli = Base64.getDecoder().decode("ixOAeyJhIjoxLCJ0ZXh0IjoiaGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8ifQM=");
        assertThat(BodyDecoder.decode(brotli, "application/json", "br", false).body())
                .isEqualTo(json("{'a':1,'text':'hello hello hello hello'}"));
    }

    @Test
    void brokenAndUnknownCodingsAreReported() throws IOException {
        DecodedBody broken = BodyDecoder.decode("not gzip".getBytes(UTF_8), null, "gzip", false);
        assertThat(broken.diagnostic()).contains("gzip").contains("broken");
        DecodedBody unknown = BodyDecoder.decode("x".getBytes(UTF_8), null, "lzma", false);
        assertThat(unknown.diagnostic()).contains("\"lzma\" is unknown");
        assertThat(unknown.body().textValue()).isEqualTo("x");
        byte[] half = java.util.Arrays.copyOf(gzip("a".repeat(100_000).getBytes(UTF_8)), 60);
        DecodedBody cut = BodyDecoder.decode(half, "text/plain", "gzip", true);
        assertThat(cut.body().textValue()).startsWith("aaaa");
        assertThat(cut.diagnostic()).isNull();
    }

    @Test
    void bombsAreBounded() throws IOException {
        byte[] bomb = gzip(new byte[50 * 1024 * 1024]);
        ContentCoding.Decoded decoded = ContentCoding.decode(bomb, "gzip", 1024 * 1024);
        assertThat(decoded.truncated()).isTrue();
        assertThat(decoded.bytes()).hasSize(1024 * 1024);
        assertThat(ContentCoding.decode(bomb, "gzip,gzip,gzip,gzip", 1024).problem())
                .contains("more than 3");
    }

    @Test
    void randomBytesInAnyCodingNeverThrow() {
        Random random = new Random(107L);
        for (int i = 0; i < 4000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (String coding : new String[] {"gzip", "deflate", "br", "zstd"}) {
                assertThat(BodyDecoder.decode(bytes, "text/plain", coding, false)
                                .body())
                        .isNotNull();
            }
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(out, new Deflater(6, raw))) {
            deflate.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(bytes);
        }
        return out.toByteArray();
    }
}
