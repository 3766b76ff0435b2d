/** The life of an instance as sealed states, and the pure decisions that move it. No threads, no I/O. */
@NullMarked
package dev.doppel.scheduler.life;

import org.jspecify.annotations.NullMarked;
