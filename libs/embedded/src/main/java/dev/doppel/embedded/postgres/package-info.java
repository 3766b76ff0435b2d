/** PostgreSQL from embedded binaries: extracted once, a template data directory copied per server. */
@NullMarked
package dev.doppel.embedded.postgres;

import org.jspecify.annotations.NullMarked;
