/** Images of everything as OCI archives: a runtime, an application, and what its JVM loads at start. */
@NullMarked
package dev.doppel.images;

import org.jspecify.annotations.NullMarked;
