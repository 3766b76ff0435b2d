package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;

/**
 * @param instance its identity
 * @param name definition name
 * @param file definition file, relative to the project root
 */
public record InstanceRef(InstanceId instance, String name, String file) {}
