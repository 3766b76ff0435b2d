/** {@code doppel twin ...}: standing twins, each a process of its own, and their admin API. */
@NullMarked
package dev.doppel.cli.twin;

import org.jspecify.annotations.NullMarked;
