package dev.doppel.twin.export;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats that a twin can be written in. */
public enum ExportFormat {
    MOCKD_YAML("mockd.yaml", "application/yaml"),
    MOCKD_JSON("mockd.json", "application/json"),
    OPENAPI_JSON("openapi.json", "application/json"),
    OPENAPI_YAML("openapi.yaml", "application/yaml"),
    INSOMNIA_JSON("insomnia.json", "application/json"),
    INSOMNIA_YAML("insomnia.yaml", "application/yaml"),
    POSTMAN("postman.json", "application/json"),
    HAR("mocks.har", "application/json"),
    WIREMOCK("wiremock.json", "application/json"),
    MOCKOON("mockoon.json", "application/json"),
    CURL("mocks.curl", "text/plain");

    private final String fileName;
    private final String mediaType;

    ExportFormat(String fileName, String mediaType) {
        this.fileName = fileName;
        this.mediaType = mediaType;
    }

    /** What a file of it is called when nobody says otherwise. */
    public String fileName() {
        return fileName;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * By the word people use: {@code mockd}, {@code openapi}, {@code insomnia}, {@code postman}, {@code har}, {@code wiremock},
     * {@code mockoon}, {@code curl}; null for others.
     *
     * @param yaml chooses between the two spellings of one format
     */
    public static @Nullable ExportFormat of(String word, boolean yaml) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "mockd", "native" -> yaml ? MOCKD_YAML : MOCKD_JSON;
            case "yaml", "yml" -> MOCKD_YAML;
            case "json" -> MOCKD_JSON;
            case "openapi", "swagger", "oas" -> yaml ? OPENAPI_YAML : OPENAPI_JSON;
            case "insomnia" -> yaml ? INSOMNIA_YAML : INSOMNIA_JSON;
            case "postman" -> POSTMAN;
            case "har" -> HAR;
            case "wiremock" -> WIREMOCK;
            case "mockoon" -> MOCKOON;
            case "curl" -> CURL;
            default -> null;
        };
    }
}
