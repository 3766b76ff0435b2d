/** A proxy that programs are pointed at: what passes is streamed, looked into where it may be, and shown to whoever records. */
@NullMarked
package dev.doppel.mock.proxy;

import org.jspecify.annotations.NullMarked;
