package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents of other tools as mockd configurations (spec 1.3). Pure. */
public final class ForeignDocuments {
    private ForeignDocuments() {}

    /**
     * A mapping in the form of spec 1.
     *
     * @param source names the document in problems and, for OpenAPI, becomes {@code imports.path}
     * @param includeStatic keeps images, styles, scripts and fonts of HTTP archives
     * @param problems receives a warning {@code not-imported} with a pointer into the document for each part that has no counterpart
     * @throws TwinLoadException when the document cannot be read
     */
    public static Map<String, Object> toConfig(
            Format format, String source, byte[] bytes, boolean includeStatic, Problems problems) {
        return switch (format) {
            case MOCKD -> {
                Map<String, Object> map = Values.map(parsed(source, bytes));
                if (map == null) {
                    throw TwinLoadException.of("import", source, "", "a mockd file must be a mapping");
                }
                yield map;
            }
            case OPENAPI ->
                Map.of("version", "1.0", "imports", java.util.List.of(Map.of("path", source, "format", "openapi")));
            case POSTMAN -> Postman.convert(source, parsed(source, bytes), problems);
            case HAR -> Har.convert(source, parsed(source, bytes), includeStatic, problems);
            case WIREMOCK -> WireMock.convert(source, parsed(source, bytes), problems);
            case MOCKOON -> Mockoon.convert(source, parsed(source, bytes), problems);
            case CURL -> Curl.convert(source, new String(bytes, StandardCharsets.UTF_8), problems);
            case WSDL -> Wsdl.convert(source, bytes, problems);
        };
    }

    private static @Nullable Object parsed(String source, byte[] bytes) {
        return ApiDocument.parse(source, bytes);
    }
}
