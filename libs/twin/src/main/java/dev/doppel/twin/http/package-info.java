/** What goes into a twin and what comes out of it, without any server library. */
@NullMarked
package dev.doppel.twin.http;

import org.jspecify.annotations.NullMarked;
