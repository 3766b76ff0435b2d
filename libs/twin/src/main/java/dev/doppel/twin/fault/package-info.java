/** The kinds of errors that a twin answers with. */
@NullMarked
package dev.doppel.twin.fault;

import org.jspecify.annotations.NullMarked;
