package dev.doppel.twin.decode;

import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** A request's body as a mapping (spec 2.2). */
public final class BodyReader {
    /**
     * What a body said.
     *
     * @param values members; none of a body that is no object
     * @param form true for form and multipart bodies
     * @param schema the request schema used, or null
     * @param whole the body as a value of any type
     */
    public record Body(
            Map<String, Object> values,
            boolean form,
            @Nullable Map<String, Object> schema,
            @Nullable Object whole) {
        public Body(Map<String, Object> values, boolean form, @Nullable Map<String, Object> schema) {
            this(values, form, schema, values);
        }
    }

    private BodyReader() {}

    /** Undoes gzip and deflate; more than {@code limit} bytes are PAYLOAD_TOO_LARGE. */
    public static byte[] plain(TwinRequest request, long limit) {
        String coding = request.headers().first("Content-Encoding");
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            if (request.body().length > limit) {
                throw tooLarge(limit);
            }
            return request.body();
        }
        try (InputStream in = switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(new ByteArrayInputStream(request.body()));
            case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(request.body()));
            default ->
                throw TwinFault.invalid(
                                "Content-Encoding",
                                "the content coding " + coding + " is not known; use gzip or deflate")
                        .withStatus(415);
        }) {
            byte[] out = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (out.length > limit) {
                throw tooLarge(limit);
            }
            return out;
        } catch (IOException e) {
            throw TwinFault.invalid(null, "the body is not valid " + coding);
        }
    }

    private static TwinFault tooLarge(long limit) {
        return TwinFault.of(ErrorKind.PAYLOAD_TOO_LARGE, "the body is larger than " + limit + " bytes")
                .withHint("reduce body");
    }

    /**
     * Decodes by content type, guided by the operation's request schemas when there is one. What becomes a row must be an
     * object ({@code stored}); what is only looked at may be any JSON, or a declared type that is no JSON.
     */
    public static Body read(TwinRequest request, @Nullable OperationShape shape, Schemas schemas, boolean stored) {
        String type = request.mediaType();
        Map<String, Object> schema = schema(shape, type);
        if (type.equals("application/x-www-form-urlencoded")) {
            return new Body(FormDecoder.decode(Query.parse(request.bodyText()), schemas, schema), true, schema);
        }
        if (type.equals("multipart/form-data")) {
            return new Body(MultipartReader.read(request, schemas, schema), true, schema);
        }
        boolean json = type.isEmpty() || type.equals("application/json") || type.endsWith("+json");
        if (!json
                && shape != null
                && !shape.bodies().isEmpty()
                && request.body().length > 0
                && shape.bodies().keySet().stream()
                        .map(OperationShape::bare)
                        .noneMatch(t -> t.equals(type) || t.equals("*/*"))) {
            throw TwinFault.invalid(
                            null,
                            "the content type " + type + " is not among "
                                    + String.join(", ", shape.bodies().keySet()))
                    .withStatus(415);
        }
        return json(request, schema, json || shape == null, stored);
    }

    private static Body json(TwinRequest request, @Nullable Map<String, Object> schema, boolean json, boolean stored) {
        if (request.bodyText().isBlank()) {
            return new Body(new LinkedHashMap<>(), false, schema);
        }
        Object value;
        try {
            value = Json.parse(request.body());
        } catch (ValueSyntaxException e) {
            if (!json && !stored) {
                return new Body(Map.of(), false, null);
            }
            throw TwinFault.invalid(null, "invalid JSON body: " + e.getMessage());
        }
        Map<String, Object> map = value == null ? new LinkedHashMap<>() : Values.map(value);
        if (map != null) {
            return new Body(map, false, schema);
        }
        if (stored) {
            throw TwinFault.invalid(
                    null,
                    "the body must be a JSON object, not " + (value instanceof List ? "an array" : "a single value"));
        }
        return new Body(Map.of(), false, schema, value);
    }

    private static @Nullable Map<String, Object> schema(@Nullable OperationShape shape, String type) {
        if (shape == null || shape.bodies().isEmpty()) {
            return null;
        }
        for (var e : shape.bodies().entrySet()) {
            if (OperationShape.bare(e.getKey()).equals(type)) {
                return e.getValue();
            }
        }
        return shape.bodies().size() == 1 ? shape.bodies().values().iterator().next() : null;
    }
}
