/** The doppel command: entry point and exit codes. */
@NullMarked
package dev.doppel.cli;

import org.jspecify.annotations.NullMarked;
