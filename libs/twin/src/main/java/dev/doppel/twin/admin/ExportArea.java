package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.export.ExportFormat;
import dev.doppel.twin.export.Exports;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /formats, /export?format=, and the exports that have a path of their own: /openapi.json, /openapi.yaml, /insomnia.json, /insomnia.yaml. */
final class ExportArea implements AdminApi.Area {
    private static final List<String> IMPORTS =
            List.of("mockd", "openapi", "postman", "har", "wiremock", "mockoon", "curl", "wsdl");

    /** How many things the format could not say; {@code ?report=true} names them. */
    static final String LOSSES = "X-Mockd-Export-Warnings";

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
                : "true".equals(ask.query("report"))
                        ? report(format, "true".equals(ask.query("standalone")))
                        : write(format, "true".equals(ask.query("standalone")));
    }

    /** The document itself; how much it leaves out is told by a header. */
    private TwinResponse write(ExportFormat format, boolean standalone) {
        Exports.Written written = Exports.report(format, twin.catalog(), standalone);
        Headers headers = Headers.of("Content-Type", format.mediaType());
        headers.set(LOSSES, Integer.toString(written.losses().size()));
        return new TwinResponse(200, headers, written.bytes());
    }

    /** The document as text, and what it leaves out. */
    private TwinResponse report(ExportFormat format, boolean standalone) {
        Exports.Written written = Exports.report(format, twin.catalog(), standalone);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("format", name(format));
        out.put("fileName", format.fileName());
        out.put("warnings", written.losses().stream().map(Problem::text).toList());
        out.put("content", new String(written.bytes(), StandardCharsets.UTF_8));
        return AdminApi.ok(out);
    }

    private static String name(ExportFormat format) {
        return format.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static TwinResponse formats() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("import", IMPORTS);
        out.put(
                "export",
                Arrays.stream(ExportFormat.values()).map(ExportArea::name).toList());
        return AdminApi.ok(out);
    }
}
