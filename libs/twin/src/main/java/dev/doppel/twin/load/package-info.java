/** Problems found while loading, with their places, and the files a twin may read. */
@NullMarked
package dev.doppel.twin.load;

import org.jspecify.annotations.NullMarked;
