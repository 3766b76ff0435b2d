package dev.doppel.twin.convert;

import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.value.Values;
import java.util.Map;

/** Documents of other tools as mockd configurations. */
public final class ForeignDocuments {
    private ForeignDocuments() {}

    /** A mapping in the form of spec 1; {@link TwinLoadException} when the document cannot be read. */
    public static Map<String, Object> toConfig(Format format, String source, byte[] bytes, boolean includeStatic) {
        return switch (format) {
            case MOCKD -> {
                Map<String, Object> map = Values.map(ApiDocument.parse(source, bytes));
                if (map == null) {
                    throw TwinLoadException.of("import", source, "", "a mockd file must be a mapping");
                }
                yield map;
            }
            case OPENAPI ->
                throw TwinLoadException.of("import", source, "", "an OpenAPI document is imported directly");
            case POSTMAN, HAR, WIREMOCK, CURL, WSDL, MOCKOON ->
                throw TwinLoadException.of("import", source, "", "the format " + format + " is not supported yet");
        };
    }
}
