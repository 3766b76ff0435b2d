/** The mockd.yaml format as records, and its reader (spec section 1). */
@NullMarked
package dev.doppel.twin.config;

import org.jspecify.annotations.NullMarked;
