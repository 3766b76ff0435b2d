/** Which attempts this replica has, has had, and has room for. */
@NullMarked
package dev.doppel.runner.claim;

import org.jspecify.annotations.NullMarked;
