/** Who calls a REST API, by bearer token. */
@NullMarked
package dev.doppel.platform.access;

import org.jspecify.annotations.NullMarked;
