package dev.doppel.results.mask;

import dev.doppel.contract.id.InstanceId;

/** Where secret values of definitions are looked up. Thread-safe. */
public interface SecretValues {
    /** What masks the records of an instance. */
    Masking of(InstanceId instance);
}
