/** Twins of environments: engines loaded from documents and shared, and what is read and written beside their API. */
@NullMarked
package dev.doppel.mock.twin;

import org.jspecify.annotations.NullMarked;
