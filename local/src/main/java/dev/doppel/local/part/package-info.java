/** A child process of the platform that is started again when it ends. */
@NullMarked
package dev.doppel.local.part;

import org.jspecify.annotations.NullMarked;
