/** The digital-twin engine: load once with {@link dev.doppel.twin.TwinEngine}, run many instances. */
@NullMarked
package dev.doppel.twin;

import org.jspecify.annotations.NullMarked;
