/** OpenAPI 3.0, 3.1 and Swagger 2.0 documents: operations listed at once, everything else on demand (spec 1.3). */
@NullMarked
package dev.doppel.twin.openapi;

import org.jspecify.annotations.NullMarked;
