package dev.doppel.mock.capture;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.contract.id.AttemptId;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an exchange's record without building it first: the JSON is the one that the contract's codec makes of {@link ExchangeRecords}, at
 * a fraction of the cost. A test holds the two equal. Confined to one thread.
 */
public final class ExchangeJson {
    private static final int FEW_HEADERS = 40;
    private static final SerializableString ATTEMPT = name("attempt");
    private static final SerializableString INSTANCE = name("instance");
    private static final SerializableString NUMBER = name("number");
    private static final SerializableString INCARNATION = name("incarnation");
    private static final SerializableString RECORD_NUMBER = name("recordNumber");
    private static final SerializableString ARRIVAL_NUMBER = name("arrivalNumber");
    private static final SerializableString ID = name("id");
    private static final SerializableString STATE = name("state");
    private static final SerializableString ORIGIN = name("origin");
    private static final SerializableString TARGET = name("target");
    private static final SerializableString INTERNAL = name("internal");
    private static final SerializableString REQUEST = name("request");
    private static final SerializableString RESPONSE = name("response");
    private static final SerializableString METHOD = name("method");
    private static final SerializableString SCHEME = name("scheme");
    private static final SerializableString HOST = name("host");
    private static final SerializableString PORT = name("port");
    private static final SerializableString PATH = name("path");
    private static final SerializableString QUERY = name("query");
    private static final SerializableString HTTP_VERSION = name("httpVersion");
    private static final SerializableString HEADERS = name("headers");
    private static final SerializableString BODY = name("body");
    private static final SerializableString STATUS = name("status");
    private static final SerializableString SIZE = name("size");
    private static final SerializableString TRUNCATED = name("truncated");
    private static final SerializableString TEXT = name("text");
    private static final SerializableString BASE64 = name("base64");
    private static final SerializableString BLOB = name("blob");
    private static final SerializableString SHA256 = name("sha256");
    private static final SerializableString PARTS = name("parts");
    private static final SerializableString RECEIVED_AT = name("receivedAt");
    private static final SerializableString DURATION = name("durationMicros");
    private static final SerializableString ANSWERED_BY = name("answeredBy");
    private static final SerializableString ANSWERER = name("answerer");
    private static final SerializableString DELIVERED = name("delivered");
    private static final SerializableString ERROR = name("error");
    private static final SerializableString STEP = name("stepRequestId");
    private static final SerializableString TIED = name("tiedWith");
    private static final SerializableString NEAR_MISSES = name("nearMisses");
    private static final SerializableString MOCK = name("mock");
    private static final SerializableString REASON = name("reason");

    private final JsonFactory factory = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
    private final ByteArrayBuilder bytes = new ByteArrayBuilder(64 * 1024);

    private static SerializableString name(String text) {
        return new SerializedString(text);
    }

    /**
     * Writes.
     *
     * @param inline longest body inside the record, in bytes; longer ones go to {@code blobs} first
     */
    public byte[] write(AttemptId attempt, RawExchange raw, int inline, BlobSink blobs) {
        bytes.reset();
        try (JsonGenerator json = factory.createGenerator(bytes, JsonEncoding.UTF8)) {
            exchange(json, attempt, raw, inline, blobs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void exchange(JsonGenerator json, AttemptId attempt, RawExchange raw, int inline, BlobSink blobs)
            throws IOException {
        json.writeStartObject();
        json.writeFieldName(ATTEMPT);
        json.writeStartObject();
        text(json, INSTANCE, attempt.instance().value());
        json.writeFieldName(NUMBER);
        json.writeNumber(attempt.number());
        text(json, INCARNATION, attempt.incarnation().value());
        json.writeEndObject();
        number(json, RECORD_NUMBER, raw.recordNumber());
        number(json, ARRIVAL_NUMBER, raw.arrivalNumber());
        text(json, ID, Ongoing.idOf(raw.arrivalNumber()));
        text(json, STATE, raw.state().name());
        RawExchange.RawRequest request = raw.request();
        text(json, ORIGIN, request.origin());
        text(json, TARGET, request.target());
        flag(json, INTERNAL, request.internal());
        json.writeFieldName(REQUEST);
        request(json, request, inline, blobs);
        RawExchange.RawResponse response = raw.response();
        if (response != null) {
            json.writeFieldName(RESPONSE);
            json.writeStartObject();
            number(json, STATUS, response.status());
            headers(json, response.headers());
            body(json, response.body(), inline, blobs);
            json.writeEndObject();
        }
        text(json, RECEIVED_AT, request.receivedAt().toString());
        number(json, DURATION, raw.durationMicros());
        text(json, ANSWERED_BY, raw.answeredBy().name());
        text(json, ANSWERER, raw.answerer());
        flag(json, DELIVERED, raw.delivered());
        text(json, ERROR, raw.error());
        text(json, STEP, request.stepRequestId());
        text(json, TIED, raw.tiedWith());
        json.writeFieldName(NEAR_MISSES);
        json.writeStartArray();
        for (NearMiss miss : raw.nearMisses()) {
            json.writeStartObject();
            text(json, MOCK, miss.mock());
            text(json, REASON, miss.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void request(JsonGenerator json, RawExchange.RawRequest request, int inline, BlobSink blobs)
            throws IOException {
        json.writeStartObject();
        text(json, METHOD, request.method());
        text(json, SCHEME, request.scheme());
        text(json, HOST, request.host());
        number(json, PORT, request.port());
        text(json, PATH, request.path());
        text(json, QUERY, request.query());
        text(json, HTTP_VERSION, request.httpVersion());
        headers(json, request.headers());
        body(json, request.body(), inline, blobs);
        json.writeEndObject();
    }

    private static void headers(JsonGenerator json, RawHeaders headers) throws IOException {
        json.writeFieldName(HEADERS);
        json.writeStartObject();
        HttpHeaders only = headers.headers();
        if (headers.trailers() != null || only.size() > FEW_HEADERS || !distinct(only)) {
            for (Map.Entry<String, List<String>> header : headers.toMap().entrySet()) {
                json.writeFieldName(header.getKey());
                json.writeStartArray();
                for (String value : header.getValue()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
        } else {
            Iterator<Map.Entry<CharSequence, CharSequence>> entries = only.iteratorCharSequence();
            while (entries.hasNext()) {
                Map.Entry<CharSequence, CharSequence> header = entries.next();
                String name = header.getKey().toString().toLowerCase(Locale.ROOT);
                if (!name.startsWith("x-http2-")) {
                    json.writeFieldName(name);
                    json.writeStartArray();
                    json.writeString(header.getValue().toString());
                    json.writeEndArray();
                }
            }
        }
        json.writeEndObject();
    }

    private static boolean distinct(HttpHeaders headers) {
        String[] seen = new String[headers.size()];
        int count = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            String name = entries.next().getKey().toString();
            for (int i = 0; i < count; i++) {
                if (name.equalsIgnoreCase(seen[i])) {
                    return false;
                }
            }
            seen[count++] = name;
        }
        return true;
    }

    private static void body(JsonGenerator json, RawBody body, int inline, BlobSink blobs) throws IOException {
        json.writeFieldName(BODY);
        byte[] kept = body.copy();
        long size = Math.max(body.size(), kept.length);
        if (kept.length > inline) {
            BlobRef ref = blobs.publish(kept);
            start(json, size, size > kept.length);
            json.writeFieldName(BLOB);
            json.writeStartObject();
            text(json, SHA256, ref.sha256());
            number(json, SIZE, ref.size());
            number(json, PARTS, ref.parts());
            json.writeEndObject();
        } else {
            start(json, size, size > kept.length);
            if (kept.length > 0) {
                String text = Bodies.text(kept);
                if (text == null) {
                    json.writeFieldName(BASE64);
                    json.writeBinary(kept);
                } else {
                    text(json, TEXT, text);
                }
            } else if (size > 0) {
                text(json, TEXT, "");
            }
        }
        json.writeEndObject();
    }

    private static void start(JsonGenerator json, long size, boolean truncated) throws IOException {
        json.writeStartObject();
        number(json, SIZE, size);
        flag(json, TRUNCATED, truncated);
    }

    private static void text(JsonGenerator json, SerializableString name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeString(value);
        }
    }

    private static void number(JsonGenerator json, SerializableString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    private static void flag(JsonGenerator json, SerializableString name, boolean value) throws IOException {
        json.writeFieldName(name);
        json.writeBoolean(value);
    }
}
