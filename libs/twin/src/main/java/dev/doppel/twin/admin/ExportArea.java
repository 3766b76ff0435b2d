package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.export.ExportFormat;
import dev.doppel.twin.export.Exports;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /formats, /export?format=, and the exports that have a path of their own: /openapi.json, /openapi.yaml, /insomnia.json, /insomnia.yaml. */
final class ExportArea implements AdminApi.Area {
    private static final List<String> IMPORTS =
            List.of("mockd", "openapi", "postman", "har", "wiremock", "mockoon", "curl", "wsdl");

    private final TwinInstance twin;

    ExportArea(TwinInstance twin) {
        this.twin = twin;
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (!ask.method().equals("GET") || ask.parts().size() != 1) {
            return null;
        }
        return switch (ask.parts().getFirst()) {
            case "formats" -> formats();
            case "openapi.json" -> write(ExportFormat.OPENAPI_JSON, false);
            case "openapi.yaml" -> write(ExportFormat.OPENAPI_YAML, false);
            case "insomnia.json" -> write(ExportFormat.INSOMNIA_JSON, false);
            case "insomnia.yaml" -> write(ExportFormat.INSOMNIA_YAML, false);
            case "export" -> export(ask);
            default -> null;
        };
    }

    private TwinResponse export(AdminApi.Ask ask) {
        String word = ask.query("format");
        boolean yaml = !"json".equals(ask.query("as"));
        ExportFormat format = ExportFormat.of(word == null ? "mockd" : word, yaml);
        return format == null
                ? AdminApi.error(
                        400,
                        "unknown_format",
                        "unknown format " + word
                                + "; use mockd, openapi, insomnia, postman, har, wiremock, mockoon or curl")
                : write(format, "true".equals(ask.query("standalone")));
    }

    private TwinResponse write(ExportFormat format, boolean standalone) {
        return new TwinResponse(
                200, Headers.of("Content-Type", format.mediaType()), Exports.write(format, twin.catalog(), standalone));
    }

    private static TwinResponse formats() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("import", IMPORTS);
        out.put(
                "export",
                Arrays.stream(ExportFormat.values())
                        .map(f -> f.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                        .toList());
        return AdminApi.ok(out);
    }
}
