/** The mapping of images to local commands, {@code .dokkimi/local.yaml} (definition spec 12.7). */
@NullMarked
package dev.doppel.definition.local;

import org.jspecify.annotations.NullMarked;
