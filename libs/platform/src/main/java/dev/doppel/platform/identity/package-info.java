/** Who this replica is. */
@NullMarked
package dev.doppel.platform.identity;

import org.jspecify.annotations.NullMarked;
