/** Readiness of items. */
@NullMarked
package dev.doppel.mock.probe;

import org.jspecify.annotations.NullMarked;
