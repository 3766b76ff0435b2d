package dev.doppel.scheduler.kubernetes.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Reads objects by their typed models and refuses every field that the model does not have, as strict field validation does. */
public final class StrictModels {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

    private StrictModels() {}

    /** The object; an {@link IllegalArgumentException} names a field that is not in the model. */
    public static HasMetadata read(String text) {
        HasMetadata loose = Serialization.unmarshal(text);
        try {
            String json = Serialization.yamlMapper().readTree(text).toString();
            return STRICT.readValue(json, loose.getClass());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "strict decoding of " + loose.getKind() + ": " + e.getOriginalMessage(), e);
        }
    }
}
