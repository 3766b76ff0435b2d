package dev.doppel.contract.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.id.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * A definition of a run, which is one instance.
 *
 * @param instance its identity
 * @param name definition name
 * @param file definition file, relative to the project root
 * @param definition the resolved definition as JSON, null when it was not published
 */
public record InstanceRef(
        InstanceId instance,
        String name,
        String file,
        @Nullable BlobRef definition) {
    @JsonCreator
    public InstanceRef {}

    /** Without the definition. */
    public InstanceRef(InstanceId instance, String name, String file) {
        this(instance, name, file, null);
    }
}
