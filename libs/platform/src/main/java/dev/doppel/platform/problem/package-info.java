/** Error answers of the REST APIs, one shape for all services (RFC 9457). */
@NullMarked
package dev.doppel.platform.problem;

import org.jspecify.annotations.NullMarked;
