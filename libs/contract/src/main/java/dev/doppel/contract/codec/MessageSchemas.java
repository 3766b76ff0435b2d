package dev.doppel.contract.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schemas (2020-12) of all messages, one file per type, published with this jar. */
public final class MessageSchemas {
    /** Folder of the class path that holds a file {@code TYPE.schema.json} for each type of {@link MessageTypes}. */
    public static final String FOLDER = "dev/doppel/contract/schema";

    private MessageSchemas() {}

    /** Name on the class path of a type's schema. */
    public static String resource(String type) {
        return FOLDER + "/" + type + ".schema.json";
    }

    /**
     * @param type value of {@code ce_type}, such as {@code dev.doppel.exchange}
     * @return the schema's text
     * @throws IllegalArgumentException for a type without a schema
     */
    public static String text(String type) {
        try (InputStream in = MessageSchemas.class.getResourceAsStream("/" + resource(type))) {
            if (in == null) {
                throw new IllegalArgumentException("there is no schema " + resource(type)
                        + ": the types of this version are those of MessageTypes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
