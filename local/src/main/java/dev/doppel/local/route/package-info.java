/** One REST entry for several processes. */
@NullMarked
package dev.doppel.local.route;

import org.jspecify.annotations.NullMarked;
