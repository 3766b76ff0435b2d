/** mock-svc: see the module README. */
@NullMarked
package dev.doppel.mock;

import org.jspecify.annotations.NullMarked;
