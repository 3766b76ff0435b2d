package dev.doppel.twin.export;

import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a catalog in a format. The mockd forms lose nothing; in the others each mock that is switched on is one request with one answer: the
 * written reply, or what a fresh run answers to a request made from the document. The same catalog gives the same bytes.
 */
public final class Exports {
    /** Formats that carry bytes, or no answers at all, which is told once. */
    private static final Set<ExportFormat> BINARY = Set.of(
            ExportFormat.HAR,
            ExportFormat.WIREMOCK,
            ExportFormat.CURL,
            ExportFormat.INSOMNIA_JSON,
            ExportFormat.INSOMNIA_YAML);

    private Exports() {}

    /**
     * A twin in a format.
     *
     * @param bytes of the file
     * @param losses what of the twin is not in it, each with its place
     */
    public record Written(byte[] bytes, List<Problem> losses) {}

    /** As {@link #write}, with what the format leaves out; in mockd's own forms that is nothing. */
    public static Written report(ExportFormat format, Catalog catalog, boolean standalone) {
        List<Problem> losses = new ArrayList<>(Losses.of(format, catalog));
        return switch (format) {
            case OPENAPI_JSON -> new Written(Json.pretty(OpenApiExport.of(catalog, losses)), losses);
            case OPENAPI_YAML -> new Written(YamlText.literal(OpenApiExport.of(catalog, losses)), losses);
            case MOCKD_YAML, MOCKD_JSON -> new Written(write(format, catalog, standalone), losses);
            default -> {
                List<Sample> samples = samples(catalog);
                samples.stream()
                        .filter(s -> s.body().length > 0 && s.text() == null && !BINARY.contains(format))
                        .forEach(s -> losses.add(new Problem(
                                Problem.Severity.WARNING,
                                "export-answer",
                                "configuration",
                                "",
                                0,
                                0,
                                s.mock().id() + ": its answer is no text, and is left out")));
                yield new Written(write(format, catalog, standalone), losses);
            }
        };
    }

    /**
     * The file's bytes.
     *
     * @param standalone for the mockd forms: OpenAPI documents stand in the file
     * @throws dev.doppel.twin.load.TwinLoadException when a document that is to stand in the file cannot be read again
     */
    public static byte[] write(ExportFormat format, Catalog catalog, boolean standalone) {
        return switch (format) {
            case MOCKD_YAML -> YamlText.bytes(ConfigExport.of(catalog, standalone));
            case MOCKD_JSON -> escaped(Json.pretty(ConfigExport.of(catalog, standalone)));
            case OPENAPI_JSON -> Json.pretty(OpenApiExport.of(catalog, new ArrayList<>()));
            case OPENAPI_YAML -> YamlText.literal(OpenApiExport.of(catalog, new ArrayList<>()));
            case INSOMNIA_JSON ->
                Json.pretty(
                        InsomniaExport.four(samples(catalog), catalog.config().name()));
            case INSOMNIA_YAML ->
                YamlText.bytes(
                        InsomniaExport.five(samples(catalog), catalog.config().name()));
            case POSTMAN ->
                Json.pretty(
                        Collections.postman(samples(catalog), catalog.config().name()));
            case HAR -> Json.pretty(Collections.har(samples(catalog)));
            case WIREMOCK -> Json.pretty(MappingExport.wiremock(samples(catalog)));
            case MOCKOON ->
                Json.pretty(
                        MappingExport.mockoon(samples(catalog), catalog.config().name()));
            case CURL -> Collections.curl(samples(catalog)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static List<Sample> samples(Catalog catalog) {
        return Sample.all(catalog);
    }

    /** Variables are expanded in a configuration's text: a dollar sign that means itself is written as an escape. */
    private static byte[] escaped(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replace("$", "\\u0024").getBytes(StandardCharsets.UTF_8);
    }
}
