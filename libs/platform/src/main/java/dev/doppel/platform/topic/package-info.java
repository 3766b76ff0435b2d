/** Topics are created and checked at start. */
@NullMarked
package dev.doppel.platform.topic;

import org.jspecify.annotations.NullMarked;
