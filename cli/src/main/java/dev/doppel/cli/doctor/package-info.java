/** Checks of this machine. */
@NullMarked
package dev.doppel.cli.doctor;

import org.jspecify.annotations.NullMarked;
