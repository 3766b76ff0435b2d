/** Content-addressed blobs over doppel.blobs. */
@NullMarked
package dev.doppel.platform.blob;

import org.jspecify.annotations.NullMarked;
